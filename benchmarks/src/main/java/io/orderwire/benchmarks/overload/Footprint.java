package io.orderwire.benchmarks.overload;

import io.orderwire.benchmarks.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a process holds.
 *
 * @param liveHeapBytes objects that live after a full collection
 * @param residentBytes resident memory after it
 */
record Footprint(long liveHeapBytes, long residentBytes, long threads, long fileDescriptors) {
    private static final int TIMEOUT_SECONDS = 60;

    /** Measures a process, which is stopped for the collection. */
    static Footprint of(ChildProcess process) throws IOException, InterruptedException {
        // First: Java starts a thread for the first one who asks, which then stays.
        long liveHeap = liveHeap(process.pid());
        return new Footprint(liveHeap, process.residentBytes(), process.threads(), process.fileDescriptors());
    }

    /** The less of two live heaps, since what was fetched a moment ago lives too; all else as it was measured later. */
    Footprint orLater(Footprint later) {
        return new Footprint(
                Math.min(liveHeapBytes, later.liveHeapBytes),
                later.residentBytes,
                later.threads,
                later.fileDescriptors);
    }

    /** The JDK's histogram of live objects ends with {@code Total <objects> <bytes>}. */
    private static long liveHeap(long pid) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid),
                "GC.class_histogram");
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!jcmd.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            jcmd.destroyForcibly();
        }
        String last = output.strip().lines().reduce("", (before, line) -> line);
        String[] words = last.strip().split("\\s+", -1);
        if (words.length != 3 || !words[0].equals("Total")) {
            throw new IOException("jcmd did not print the live heap of process " + pid + ": " + last);
        }
        return Long.parseLong(words[2]);
    }
}
