package io.orderwire.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Which part of the cores the pipeline has. A load of many times what the pipeline carries costs its writer a good part of a
 * core: on the same cores the writer would slow down the pipeline that is measured.
 *
 * @param prefix words before a command of the pipeline, empty when all share all
 */
public record Cores(List<String> prefix) {
    /** In a control group, {@code CPUWeight=20} is a fifth of what others have; so is nice 7 between processes. */
    private static final String NICE_OF_A_FIFTH = "7";

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
        return new Cores(List.of("taskset", "--cpu-list", last == 1 ? "0" : "0-" + (last - 1)));
    }

    /** Load and pipeline on all cores. */
    public static Cores shared() {
        return new Cores(List.of());
    }

    /**
     * Load and pipeline on all cores, where the pipeline gives way as the service of the Debian package does: with a fifth of
     * the weight, and with the last of I/O. Without the capability that the service does not have either: with it, Java sets
     * the niceness of its threads back to 0.
     */
    public static Cores givingWay() {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("setpriv", "--bounding-set", "-sys_nice"));
        }
        words.addAll(List.of("nice", "-n", NICE_OF_A_FIFTH, "ionice", "--class", "2", "--classdata", "7"));
        return new Cores(List.copyOf(words));
    }

    /** A command of the pipeline, to be run on its cores. */
    List<String> of(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }
}
