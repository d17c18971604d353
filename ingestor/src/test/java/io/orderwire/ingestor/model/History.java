package io.orderwire.ingestor.model;

import io.orderwire.contract.position.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random history of a folder and of the processes that tail it. */
record History(Setup setup, List<Step> steps) {
    /**
     * What does not change during a history.
     *
     * @param end whether the first process begins at the end of the files
     * @param latest whether bytes may be shed for their age
     * @param days whether there are more older hour files than are followed at once
     */
    record Setup(Source source, boolean end, boolean latest, boolean days, int partitions) {}

    private static final int MOST_STEPS = 40;
    private static final int HOURS = 4;

    /** Steps that are dangerous one after the other. */
    private static final Map<Op, List<Op>> FOLLOWED = Map.of(
            Op.APPEND, List.of(Op.READ, Op.READ_OPEN, Op.RENAME, Op.KILL),
            Op.READ, List.of(Op.COMMIT, Op.FAIL, Op.TRUNCATE, Op.REWRITE, Op.REMOVE, Op.RENAME, Op.NEW_INODE_OTHER),
            Op.TRUNCATE, List.of(Op.APPEND, Op.APPEND, Op.RESTORE, Op.READ_OPEN, Op.FAIL, Op.KILL),
            Op.REWRITE, List.of(Op.APPEND, Op.READ_OPEN, Op.READ, Op.FAIL, Op.KILL),
            Op.REMOVE, List.of(Op.APPEND, Op.RESTORE, Op.RESTORE, Op.READ, Op.EMPTY, Op.KILL),
            Op.RENAME, List.of(Op.APPEND, Op.APPEND, Op.READ, Op.MOVE_BACK, Op.EMPTY, Op.FAIL, Op.KILL),
            Op.RESTORE, List.of(Op.RESTORE, Op.READ, Op.READ_OPEN, Op.ELAPSE, Op.KILL),
            Op.NEW_INODE_OTHER, List.of(Op.APPEND, Op.READ_OPEN, Op.FAIL, Op.KILL),
            Op.FAIL, List.of(Op.READ, Op.TRUNCATE, Op.REWRITE, Op.REMOVE, Op.FAIL),
            Op.KILL, List.of(Op.READ, Op.READ_SOME, Op.FAIL));

    /** The history of that seed. */
    static History of(long seed) {
        Random random = new Random(seed);
        Source[] sources = Source.values();
        Setup setup = new Setup(
                sources[random.nextInt(sources.length)],
                random.nextInt(6) == 0,
                random.nextInt(8) == 0,
                random.nextInt(40) == 0,
                1 + random.nextInt(3));
        int count = 8 + random.nextInt(MOST_STEPS - 7);
        List<Step> steps = new ArrayList<>();
        int total = 0;
        for (Op op : Op.values()) {
            total += op.weight();
        }
        Op op = Op.APPEND;
        for (int i = 0; i < count; i++) {
            int newest = i * HOURS / count;
            int hour = random.nextInt(4) > 0 ? newest : random.nextInt(newest + 1);
            List<Op> likely = FOLLOWED.getOrDefault(op, List.of());
            op = !likely.isEmpty() && random.nextInt(3) == 0
                    ? likely.get(random.nextInt(likely.size()))
                    : op(random.nextInt(total));
            steps.add(new Step(op, hour, random.nextInt(16), random.nextInt(16)));
        }
        return new History(setup, List.copyOf(steps));
    }

    private static Op op(int choice) {
        int left = choice;
        for (Op op : Op.values()) {
            left -= op.weight();
            if (left < 0) {
                return op;
            }
        }
        throw new IllegalArgumentException("no step is that likely: " + choice);
    }
}
