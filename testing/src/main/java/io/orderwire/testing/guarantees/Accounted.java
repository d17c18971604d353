package io.orderwire.testing.guarantees;

import io.orderwire.contract.gap.Gap;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.FileEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's account is exact: it adds up, and its counts equal those of an independent reading of the files, of the
 * records in the topics, and of the reported losses. For a reader of whole topics, at a quiet moment.
 */
public final class Accounted implements Guarantee {
    private final Map<String, Gap> gaps = new HashMap<>();
    private long produced;
    private long orders;
    private long deadLetters;
    private @Nullable FileCounts files;
    private @Nullable Accounts accounts;

    @Override
    public void produced(FileEvent event) {
        produced++;
    }

    /** Sets the counts of the files; without them, lines are not compared. */
    public Accounted files(FileCounts counts) {
        files = counts;
        return this;
    }

    /** Sets the pipeline's own account, which replaces an earlier one. */
    public Accounted reported(Accounts newest) {
        accounts = newest;
        return this;
    }

    @Override
    public void received(ReceivedOrder order) {
        orders++;
    }

    @Override
    public void deadLetter(ReceivedDeadLetter letter) {
        deadLetters++;
    }

    @Override
    public void gap(Gap gap) {
        // A gap is reported again once it is counted; its uncounted form may arrive later than that, from another
        // topic.
        gaps.merge(gap.id(), gap, (known, now) -> now.events() == null ? known : now);
    }

    @Override
    public void check() {
        if (accounts == null) {
            throw new AssertionError("Accounted: no account was given");
        }
        List<String> wrong = new ArrayList<>();
        long sum = accounts.skippedAtIngest()
                + accounts.duplicates()
                + accounts.orders()
                + accounts.deadLetters()
                + accounts.shedByParser();
        compare(wrong, "found", accounts.found(), "skipped, duplicates, orders, dead letters and shed add up to", sum);
        compare(wrong, "found", accounts.found(), "the files hold", produced);
        compare(wrong, "orders", accounts.orders(), "there were received", orders);
        compare(wrong, "deadLetters", accounts.deadLetters(), "there were received", deadLetters);
        compareGaps(wrong, "skippedAtIngest", accounts.skippedAtIngest(), Set.of("ingestor"));
        // The parser reports records that retention deleted from the raw topic, and counts them in its account.
        compareGaps(wrong, "shedByParser", accounts.shedByParser(), Set.of("parser", "retention"));
        if (files != null) {
            compare(wrong, "lines read", accounts.linesRead(), "the files hold", files.lines());
            compare(wrong, "lines empty", accounts.linesEmpty(), "the files hold", files.empty());
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError("Accounted is broken: " + String.join("; ", wrong));
        }
    }

    private static void compare(List<String> wrong, String name, long reported, String source, long counted) {
        if (reported != counted) {
            wrong.add(name + " is " + reported + ", but " + source + " " + counted);
        }
    }

    /** Until all losses of a stage are counted, its account may be higher than the counted gaps, but not lower. */
    private void compareGaps(List<String> wrong, String name, long reported, Set<String> where) {
        long counted = 0;
        boolean complete = true;
        for (Gap gap : gaps.values()) {
            if (where.contains(gap.where().word())) {
                complete &= gap.events() != null;
                counted += gap.events() == null ? 0 : gap.events();
            }
        }
        if (complete ? reported != counted : reported < counted) {
            wrong.add(name + " is " + reported + ", but the gaps of the " + String.join(" and ", new TreeSet<>(where))
                    + " name " + (complete ? "" : "at least ") + counted);
        }
    }
}
