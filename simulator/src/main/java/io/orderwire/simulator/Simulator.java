package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends blocks of made-up order statuses to the hour files of one shape, as a node does.
 *
 * <p>Either {@link #run()} writes them at the options' rate, or a caller writes them one by one with {@link #writeBlock}.
 * All methods may be called from any thread. Memory is bounded by the number of users, whatever the rate and however long
 * it runs.
 *
 * <p>A second simulator for the same folder and shape continues above the order ids and block numbers of the first. Two at
 * the same time would write into each other's lines.
 */
public final class Simulator implements Runnable, AutoCloseable {
    /** Lateness beyond this time is dropped from the schedule, so that a stall is not followed by a burst. */
    private static final long MAX_LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MAX_OPEN_ORDERS = 65_536;

    private final SimulatorOptions options;
    private final HourOutput output;
    private final Chain chain;
    private final Traders traders;
    private final OrderFlow flow;
    private final BlockWriter writer;
    private final BlockSchedule schedule;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Fair, so that a writer at full speed lets other threads in between its blocks. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private boolean closed;

    /**
     * Reads where an earlier run ended; does not write yet.
     *
     * @throws UncheckedIOException if the folder exists and cannot be read
     */
    public Simulator(SimulatorOptions options) {
        this.options = options;
        HourFiles files = new HourFiles(
                options.out().resolve(options.shape().directory()).resolve("hourly"),
                options.hours().keep());
        output = new HourOutput(files, options.clock(), options.hours().millis());
        LastWritten earlier = earlierRun(files, options);
        SplittableRandom random = new SplittableRandom(options.seed());
        chain = new Chain(LineClock.epochNanos(options.clock()), earlier, random.split());
        traders = new Traders(options.users(), random.split());
        Coins coins = new Coins(random.split());
        EventEncoder encoder = new EventEncoder(chain, traders, coins.get(0), random.split());
        LineClock lineClock = new LineClock(options.clock(), random.split());
        writer = new BlockWriter(options, chain, encoder, lineClock, output);
        schedule = new BlockSchedule(
                options.load().linesPerSecond(), options.load().seconds(), random.split());
        OrderPool pool = new OrderPool(MAX_OPEN_ORDERS);
        flow = new OrderFlow(chain, traders, coins, pool, writer, random.split());
    }

    /**
     * Writes blocks at the options' rate, once, until their seconds are over, {@link #stop()} is called or the thread is
     * interrupted. If it cannot keep up, it writes without pauses, and shifts the schedule so that it is never more than a
     * second late.
     *
     * @throws UncheckedIOException if a file cannot be written; it names the file, and only {@link #close()} may be called
     *     afterwards
     */
    @Override
    public void run() {
        long begin = System.nanoTime();
        long start = begin;
        try {
            while (!isStopped() && !schedule.ended() && !timeIsOver(begin)) {
                BlockSchedule.Due due = schedule.next();
                long wait = schedule.fullSpeed() ? 0 : start + due.afterNanos() - System.nanoTime();
                if (!stopped.await(wait, TimeUnit.NANOSECONDS)) {
                    start += Math.max(0, -wait - MAX_LATE_NANOS);
                    writeUnlessClosed(due.events());
                }
            }
        } catch (InterruptedException expected) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets {@link #run()} return after the block that it is writing. */
    public void stop() {
        stopped.countDown();
    }

    /**
     * Writes one block now. Without events, the by-block shape writes an envelope without events, and the other shapes
     * write nothing.
     *
     * @param count how many events, not negative
     * @throws UncheckedIOException if the file cannot be written; it names the file
     * @throws IllegalStateException if closed
     */
    public void writeBlock(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("events of a block must not be negative, found " + count);
        }
        if (!writeUnlessClosed(count)) {
            throw new IllegalStateException("the simulator is closed");
        }
    }

    /**
     * Uses the file of the following hour from the next block on, as if the clock had advanced. Times inside the lines
     * still follow the clock.
     */
    public void turnHour() {
        output.turnHour();
    }

    /** The file that the next block goes to, if the hour does not turn before. */
    public Path currentFile() {
        lock.lock();
        try {
            return output.turnFile();
        } finally {
            lock.unlock();
        }
    }

    /** The address of the user of the given rank, 0 being the busiest, below the options' number of users. */
    public String user(int rank) {
        Objects.checkIndex(rank, options.users());
        LineBuffer address = new LineBuffer(40);
        traders.address(rank, address);
        return "0x" + new String(address.array(), US_ASCII);
    }

    /** Events whose bytes are all in the files. */
    public long events() {
        return output.events();
    }

    /** Bytes of lines written to the files. */
    public long bytes() {
        return output.bytes();
    }

    /** Stops, waits for a block that is being written and closes the file. */
    @Override
    public void close() {
        stop();
        lock.lock();
        try {
            closed = true;
            output.close();
        } finally {
            lock.unlock();
        }
    }

    private boolean writeUnlessClosed(int count) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            output.turnFile();
            chain.nextBlock(LineClock.epochNanos(options.clock()));
            writer.begin();
            flow.fill(count);
            writer.end();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private boolean timeIsOver(long begin) {
        long allowance = schedule.fullSpeed() ? 0 : MAX_LATE_NANOS;
        long nanos = TimeUnit.SECONDS.toNanos(options.load().seconds());
        return nanos > 0 && System.nanoTime() - begin - allowance >= nanos;
    }

    private static LastWritten earlierRun(HourFiles files, SimulatorOptions options) {
        try {
            return LastWritten.in(files.newest(), options.shape());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what an earlier run left below " + options.out(), e);
        }
    }
}
