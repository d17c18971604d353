package io.orderwire.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Appends to hour files and counts what it appends. The hour follows the clock, plus the hours that were turned on demand.
 */
final class HourOutput implements Output {
    private final HourFiles files;
    private final Clock clock;
    private final long hourMillis;
    private final long startMillis;
    private final AtomicLong turnedHours = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    HourOutput(HourFiles files, Clock clock, long hourMillis) {
        this.files = files;
        this.clock = clock;
        this.hourMillis = hourMillis;
        startMillis = clock.millis();
    }

    void turnHour() {
        turnedHours.incrementAndGet();
    }

    /** Turns to the file of the present hour and returns it. */
    Path turnFile() {
        long turnedByClock = Math.floorDiv(clock.millis(), hourMillis) - Math.floorDiv(startMillis, hourMillis);
        long firstHour = Math.floorDiv(startMillis, SimulatorOptions.HOUR_MILLIS);
        try {
            files.turnTo(firstHour + turnedByClock + turnedHours.get());
        } catch (IOException e) {
            throw failed("close", e);
        }
        return files.current();
    }

    @Override
    public void write(LineBuffer buffer, int eventsInIt) {
        try {
            files.write(buffer.array(), buffer.length());
        } catch (IOException e) {
            throw failed("write", e);
        }
        bytes.addAndGet(buffer.length());
        events.addAndGet(eventsInIt);
    }

    void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw failed("close", e);
        }
    }

    long events() {
        return events.get();
    }

    long bytes() {
        return bytes.get();
    }

    private UncheckedIOException failed(String what, IOException cause) {
        return new UncheckedIOException("cannot " + what + " " + files.current(), cause);
    }
}
