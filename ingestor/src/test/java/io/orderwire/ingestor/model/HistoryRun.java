package io.orderwire.ingestor.model;

import io.orderwire.ingestor.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a history in a folder of its own, and asks the oracle at each step. */
final class HistoryRun implements AutoCloseable {
    private static final long SCAN_MS = 100;
    private static final long HELD_MS = 61_000;
    private static final int ROUNDS = 4;
    private static final int OLDER_HOURS = 55;
    private static final long[] PAUSES_MS = {1, 20, 99, 100, 300, 600, 1_000, 5_000, 20_000, 30_000, 61_000};

    private final History history;
    private final TestClock clock = new TestClock();
    private final NodeFolder folder;
    private final TailerProcess process;
    private final Ledger ledger;
    private final Oracle oracle;
    private final List<String> log = new ArrayList<>();

    HistoryRun(History history, Path directory) {
        this.history = history;
        NodeEvents events = new NodeEvents(history.setup().source());
        folder = new NodeFolder(directory, events, clock, history.setup().days() ? OLDER_HOURS : 0);
        process = new TailerProcess(directory, history.setup(), clock);
        ledger = new Ledger(events, history.setup().partitions());
        oracle = new Oracle(events, ledger, folder.hours(), history.setup().latest());
    }

    /** The log of the run. */
    List<String> log() {
        return log;
    }

    /** How many events were delivered. */
    int delivered() {
        return ledger.found().size();
    }

    /**
     * Runs all steps.
     *
     * @throws Broken when a promise is broken
     */
    void run() throws IOException {
        folder.writeOlder();
        int begin = Math.min(history.steps().size() / 4, startsAfter());
        for (Step step : history.steps().subList(0, begin)) {
            if (isOfFiles(step)) {
                apply(step);
            }
        }
        start();
        for (Step step : history.steps().subList(begin, history.steps().size())) {
            clock.pass(1);
            if (isOfFiles(step)) {
                apply(step);
            } else {
                tail(step);
            }
        }
        finish();
    }

    /** Some histories begin with files that are there before the first process. */
    private int startsAfter() {
        Step first = history.steps().isEmpty() ? null : history.steps().get(0);
        return first == null ? 0 : first.part();
    }

    private static boolean isOfFiles(Step step) {
        return step.op().compareTo(Op.CLOCK) < 0;
    }

    private void apply(Step step) throws IOException {
        String done = folder.apply(step);
        if (done != null) {
            log.add(done);
        }
    }

    private void start() throws IOException {
        oracle.reading(clock.steadyMs());
        if (history.setup().end() && log.stream().noneMatch(line -> line.startsWith("process"))) {
            oracle.beginsAtEnd();
        }
        log.add("process starts");
        boolean takesOver = process.start();
        if (takesOver) {
            oracle.tookOver();
            log.add("process takes over another folder's checkpoint");
            if (history.setup().end()) {
                oracle.beginsAtEnd();
            }
        }
        claim();
    }

    /** Takes the output that a process commits before it reads. */
    private void claim() {
        take(process.drain(), false);
        send();
        commit();
    }

    private void tail(Step step) throws IOException {
        switch (step.op()) {
            case CLOCK -> {
                long aheadMs = (step.amount() - 8) * 75_000L;
                clock.set(aheadMs);
                log.add("the wall clock is set " + aheadMs + " ms ahead");
            }
            case ELAPSE -> {
                long ms = PAUSES_MS[(step.amount() + step.part()) % PAUSES_MS.length];
                clock.pass(ms);
                log.add(ms + " ms pass");
            }
            case READ -> read();
            case READ_OPEN -> {
                oracle.reading(clock.steadyMs());
                take(process.readAll(), false);
            }
            case READ_SOME -> {
                clock.pass(step.part() % 2 == 0 ? SCAN_MS : 1);
                oracle.reading(clock.steadyMs());
                take(process.readSome(1 + step.amount() * 40L), false);
            }
            case LOOK -> process.look();
            case HAND_OVER -> handOver();
            case COMMIT -> commitAll();
            case FAIL -> {
                if (KnownFault.FILES_THAT_CHANGE_BETWEEN_A_LOOK_AND_A_FAILED_TRANSACTION_ARE_CLOSED.isExcluded()) {
                    read();
                }
                log.add("the transaction fails");
                oracle.wentBack();
                oracle.reading(clock.steadyMs());
                process.goBack();
                claim();
            }
            case KILL -> {
                log.add("process is killed");
                oracle.killed();
                start();
            }
            case SETTLE -> settle();
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private void read() throws IOException {
        clock.pass(SCAN_MS);
        oracle.reading(clock.steadyMs());
        take(process.readAll(), true);
    }

    private void take(TailerProcess.Output output, boolean all) {
        int events = ledger.found().size();
        int losses = ledger.lost().size();
        try {
            oracle.output(output, all, clock.steadyMs());
        } finally {
            log.add("tailer reads " + (all ? "all: " : "some: ")
                    + ledger.found().subList(events, ledger.found().size()) + " "
                    + ledger.lost().subList(losses, ledger.lost().size()));
        }
    }

    private void handOver() {
        if (process.isSending()) {
            commit();
        }
        if (process.hasWork()) {
            send();
            log.add("sent");
        }
    }

    private void send() {
        process.handOver();
        oracle.sent();
        ledger.check(process.totals());
    }

    private void commitAll() {
        handOver();
        if (process.isSending()) {
            commit();
        }
    }

    private void commit() {
        process.commit();
        oracle.committed();
        log.add("committed");
    }

    private void rounds() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            read();
            commitAll();
        }
    }

    private void settle() throws IOException {
        rounds();
        oracle.settled(clock.steadyMs());
        log.add("settled");
    }

    private void finish() throws IOException {
        folder.calmDown();
        log.add("the node finishes its lines, and folders come back");
        settle();
        clock.pass(HELD_MS);
        rounds();
        clock.pass(HELD_MS);
        rounds();
        take(process.count(), false);
        ledger.check(process.totals());
        oracle.finished(clock.steadyMs());
        if (!process.reasons().isEmpty()) {
            throw new Broken("no reason stays", process.reasons().toString());
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
        folder.close();
    }
}
