package io.orderwire.system.process;

import io.orderwire.standalone.ConfigFlags;
import io.orderwire.standalone.pipeline.SingleProcess;
import io.orderwire.standalone.process.JvmProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One process of the pipeline with a worker that can be blocked: it waits for the clock as long as a file exists. */
@Command
final class StuckMain implements Callable<Integer> {
    private static final class BlockingClock extends Clock {
        private final Path whileThere;
        private final String thread;

        BlockingClock(Path whileThere, String thread) {
            this.whileThere = whileThere;
            this.thread = thread;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            block();
            return Instant.now();
        }

        /** Monotonic time, which is blocked in the same way. */
        long nanoTime() {
            block();
            return System.nanoTime();
        }

        private void block() {
            // Like a lock that is never released: an interrupt has no effect.
            while (Thread.currentThread().getName().contains(thread) && Files.exists(whileThere)) {
                Thread.interrupted();
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    @Parameters(index = "0")
    private String process;

    @Parameters(index = "1")
    private String thread;

    @Parameters(index = "2")
    private Path whileThere;

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    public static void main(String[] arguments) {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        System.exit(new CommandLine(new StuckMain()).execute(arguments));
    }

    @Override
    public Integer call() {
        return JvmProcess.run(life -> () -> {
            BlockingClock clock = new BlockingClock(whileThere, thread);
            SingleProcess single = new SingleProcess(life, config.load(), clock, clock::nanoTime);
            switch (process) {
                case "ingestor" -> single.ingestor().print();
                case "parser" -> single.parser().print();
                default -> single.gateway().print();
            }
        });
    }
}
