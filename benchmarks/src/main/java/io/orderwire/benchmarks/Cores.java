package io.orderwire.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Which cores the pipeline has. A load of many times what the pipeline carries costs its writer a good part of a core: on
 * the same cores the writer would take from the pipeline what is to be measured.
 *
 * @param pipeline list of cores as {@code taskset} takes it, or empty when all share all
 */
public record Cores(String pipeline) {
    private static final long TASKSET_SECONDS = 10;

    /** The load on the last core, the pipeline on all others. */
    public static Cores apart() throws IOException, InterruptedException {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        if (last == 0) {
            throw new IOException("the load cannot have a core of its own: there is but one");
        }
        Process pin = new ProcessBuilder(
                        "taskset",
                        "--all-tasks",
                        "--cpu-list",
                        "--pid",
                        String.valueOf(last),
                        String.valueOf(ProcessHandle.current().pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!pin.waitFor(TASKSET_SECONDS, TimeUnit.SECONDS) || pin.exitValue() != 0) {
            throw new IOException("taskset could not give the load a core of its own");
        }
        return new Cores(last == 1 ? "0" : "0-" + (last - 1));
    }

    /** Load and pipeline on all cores. */
    public static Cores shared() {
        return new Cores("");
    }

    /** A command of the pipeline, to be run on its cores. */
    List<String> of(List<String> command) {
        return pipeline.isEmpty()
                ? command
                : Stream.concat(Stream.of("taskset", "--cpu-list", pipeline), command.stream())
                        .toList();
    }
}
