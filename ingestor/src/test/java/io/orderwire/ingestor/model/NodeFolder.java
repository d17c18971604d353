package io.orderwire.ingestor.model;

import io.orderwire.ingestor.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node's folder of hour files, on the disk and in the model, and what its writer and operators do to it. */
final class NodeFolder implements AutoCloseable {
    private static final List<String> HOURS = List.of("20261231/23", "20270101/0", "20270101/9", "20270101/10");

    private final Path source;
    private final TestClock clock;
    private final List<HourPath> hours = new ArrayList<>();
    private final List<HourPath> older = new ArrayList<>();
    private @Nullable String away;

    /** A folder in which {@code olderHours} hours precede those of the history. */
    NodeFolder(Path source, NodeEvents events, TestClock clock, int olderHours) {
        this.source = source;
        this.clock = clock;
        HOURS.forEach(hour -> hours.add(new HourPath(hour, source.resolve("hourly"), events, clock)));
        for (int i = 0; i < olderHours; i++) {
            String hour = 20261201 + i / 24 + "/" + i % 24;
            older.add(new HourPath(hour, source.resolve("hourly"), events, clock));
        }
    }

    /** Writes some events into each of the older hours, more than are followed at once. */
    void writeOlder() throws IOException {
        for (HourPath hour : older) {
            hour.append(1, 0);
            hour.reopen(true);
        }
        if (!older.isEmpty()) {
            hours().forEach(HourPath::isNotCalm);
        }
    }

    /** The hours of the history, and the older ones. */
    List<HourPath> hours() {
        List<HourPath> all = new ArrayList<>(older);
        all.addAll(hours);
        return all;
    }

    /** Does a step; returns what it did, or null if there was nothing to do. */
    @Nullable
    String apply(Step step) throws IOException {
        HourPath hour = hours.get(step.hour());
        int amount = step.amount();
        String done =
                switch (step.op()) {
                    case APPEND -> hour.append(1 + amount % 5, step.part() < 8 ? 0 : step.part());
                    case REOPEN -> hour.reopen(amount % 2 == 0);
                    case RENAME -> hour.rename();
                    case MOVE_BACK -> hour.moveBack();
                    case REMOVE -> hour.remove();
                    case RESTORE -> hour.restore(amount % 3 == 0 ? 15 : amount);
                    case TRUNCATE -> hour.truncate(amount);
                    case REWRITE -> hour.rewrite(amount % 3);
                    case NEW_INODE_SAME -> hour.newInode(true, 0);
                    case NEW_INODE_OTHER -> hour.newInode(false, amount % 6);
                    case COPY_OVER -> hour.copyOver();
                    case HARD_LINK -> hour.hardLink();
                    case NEIGHBOUR -> hour.neighbour(amount);
                    case EMPTY -> hour.empty();
                    case FOLDER_AWAY -> folderAway(amount % 3 == 0 ? "hourly" : date(hour));
                    case FOLDER_BACK -> folderBack();
                    default -> throw new IllegalArgumentException(step.toString());
                };
        return done == null ? null : hour.hour() + ": " + done;
    }

    private static String date(HourPath hour) {
        return "hourly/" + hour.hour().substring(0, 8);
    }

    private @Nullable String folderAway(String folder) throws IOException {
        if (away != null || !Files.isDirectory(source.resolve(folder))) {
            return null;
        }
        away = folder;
        Files.move(source.resolve(folder), source.resolve("away"));
        setAway(folder, true);
        return folder + " vanishes";
    }

    @Nullable
    String folderBack() throws IOException {
        String folder = away;
        if (folder == null) {
            return null;
        }
        away = null;
        Files.move(source.resolve("away"), source.resolve(folder));
        setAway(folder, false);
        return folder + " comes back";
    }

    private void setAway(String folder, boolean isAway) {
        for (HourPath hour : hours()) {
            if (folder.equals("hourly") || folder.equals(date(hour))) {
                hour.setAway(isAway);
            }
        }
    }

    /** Finishes the node's lines, and restores moved folders. */
    void calmDown() throws IOException {
        folderBack();
        for (HourPath hour : hours()) {
            hour.finishLine();
        }
        clock.tickMs();
    }

    @Override
    public void close() throws IOException {
        for (HourPath hour : hours()) {
            hour.close();
        }
    }
}
