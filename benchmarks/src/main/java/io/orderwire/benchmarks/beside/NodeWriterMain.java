package io.orderwire.benchmarks.beside;

import io.orderwire.benchmarks.whole.IntendedTimes;
import io.orderwire.benchmarks.whole.PacedLoad;
import io.orderwire.benchmarks.whole.SimulatedLines;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that writes as a node does, and prints how long its writes took. */
public final class NodeWriterMain {
    private NodeWriterMain() {}

    /** Arguments: data folder, lines per second, seconds that are not counted, seconds that are. Prints one line. */
    public static void main(String[] args) throws Exception {
        double rate = Double.parseDouble(args[1]);
        long warmup = Long.parseLong(args[2]);
        long seconds = Long.parseLong(args[3]);
        long fromMs = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(warmup);
        try (TimedLines lines = new TimedLines(new SimulatedLines(Path.of(args[0])), fromMs)) {
            PacedLoad load = new PacedLoad(lines, new IntendedTimes(), rate, warmup + seconds);
            load.run();
            System.out.println(load.written() + " " + lines.call().line() + " "
                    + lines.due().line());
        }
    }
}
