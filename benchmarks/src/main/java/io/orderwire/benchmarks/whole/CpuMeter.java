package io.orderwire.benchmarks.whole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time of processes, by what their threads are for. Compiler threads come and go: samples in between lose less of what
 * those that end have used, which then counts as user time. Not thread-safe.
 */
public final class CpuMeter {
    private static final String PROCESS = "stat";

    private final Map<String, Path> processes = new LinkedHashMap<>();
    private final Path own;
    private final List<String> ownThreads;
    private final Map<Path, Cpu> threads = new HashMap<>();

    /**
     * A meter.
     *
     * @param pids of processes, by name
     * @param ownThreads names of this process's threads that are reported one by one
     */
    public CpuMeter(Map<String, Long> pids, List<String> ownThreads) {
        pids.forEach((name, pid) -> processes.put(name, folder(pid)));
        own = folder(ProcessHandle.current().pid());
        this.ownThreads = List.copyOf(ownThreads);
    }

    private static Path folder(long pid) {
        return Path.of("/proc", String.valueOf(pid));
    }

    /** CPU time so far of each process, and of each of the named threads of this one. */
    public Map<String, Cpu> read() throws IOException {
        Map<String, Cpu> all = new LinkedHashMap<>();
        for (Map.Entry<String, Path> process : processes.entrySet()) {
            all.put(process.getKey(), read(process.getValue()));
        }
        for (String name : ownThreads) {
            all.put(name, Cpu.NONE);
        }
        for (Path task : tasks(own)) {
            ThreadStat stat = statOrNull(task);
            if (stat != null && all.containsKey(stat.name()) && ownThreads.contains(stat.name())) {
                all.merge(stat.name(), new Cpu(stat.userTicks(), stat.kernelTicks(), 0, 0), Cpu::plus);
            }
        }
        return all;
    }

    private Cpu read(Path process) throws IOException {
        Cpu special = Cpu.NONE;
        Cpu specialUse = Cpu.NONE;
        for (Path task : tasks(process)) {
            ThreadStat stat = statOrNull(task);
            if (stat != null && stat.kind() != ThreadStat.Kind.OTHER) {
                threads.put(task, special(stat));
            }
        }
        for (Map.Entry<Path, Cpu> thread : threads.entrySet()) {
            if (thread.getKey().startsWith(process)) {
                Cpu use = thread.getValue();
                special = special.plus(new Cpu(0, 0, use.jit(), use.gc()));
                specialUse = specialUse.plus(new Cpu(use.user(), use.kernel(), 0, 0));
            }
        }
        ThreadStat whole = ThreadStat.parse(Files.readString(process.resolve(PROCESS), StandardCharsets.ISO_8859_1));
        return new Cpu(
                whole.userTicks() - specialUse.user(),
                whole.kernelTicks() - specialUse.kernel(),
                special.jit(),
                special.gc());
    }

    /** The thread's time by mode, and once more as one sum by its kind. */
    private static Cpu special(ThreadStat stat) {
        long sum = stat.userTicks() + stat.kernelTicks();
        boolean compiles = stat.kind() == ThreadStat.Kind.JIT;
        return new Cpu(stat.userTicks(), stat.kernelTicks(), compiles ? sum : 0, compiles ? 0 : sum);
    }

    private static List<Path> tasks(Path process) throws IOException {
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            return tasks.toList();
        }
    }

    private static @org.jspecify.annotations.Nullable ThreadStat statOrNull(Path task) throws IOException {
        try {
            return ThreadStat.parse(Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException expected) {
            // The thread has ended.
            return null;
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            return null;
        }
    }
}
