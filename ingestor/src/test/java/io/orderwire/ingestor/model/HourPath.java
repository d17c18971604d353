package io.orderwire.ingestor.model;

import io.orderwire.ingestor.TestClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of one hour, the files that stood there, and the node's writer. Each method does the same on the disk and in the
 * model, and returns what it did, or null if there was nothing to do.
 */
final class HourPath implements AutoCloseable {
    private static final double PARTS = 16;

    private record Renamed(Path path, ModelFile file) {}

    private final String hour;
    private final Path path;
    private final NodeEvents events;
    private final TestClock clock;
    private final List<ModelFile> files = new ArrayList<>();
    private final Deque<Renamed> renamed = new ArrayDeque<>();
    private @Nullable ModelFile at;
    private @Nullable ModelFile writing;
    private @Nullable ModelFile restoring;
    private @Nullable FileChannel writer;
    private @Nullable String backup;
    private String unwritten = "";
    private boolean away;
    private boolean calm = true;
    private boolean disturbed;
    private int names;

    HourPath(String hour, Path hourly, NodeEvents events, TestClock clock) {
        this.hour = hour;
        this.path = hourly.resolve(hour);
        this.events = events;
        this.clock = clock;
    }

    String hour() {
        return hour;
    }

    /** The file at the path, or null. */
    @Nullable
    ModelFile present() {
        return away ? null : at;
    }

    /** All files that were ever at the path. */
    List<ModelFile> files() {
        return files;
    }

    /** Whether only appends happened since {@link #settled}. */
    boolean isCalm() {
        return calm;
    }

    void settled() {
        calm = true;
    }

    /** More than one scan may be needed to find it. */
    void isNotCalm() {
        calm = false;
    }

    /** Whether anything happened that can lose bytes. */
    boolean isDisturbed() {
        return disturbed;
    }

    void setAway(boolean isAway) {
        away = isAway;
        calm = false;
        disturbed = true;
        if (at != null) {
            at.appeared(clock.steadyMs());
        }
    }

    private ModelFile newFile(String text) {
        ModelFile file = new ModelFile(text, clock.steadyMs());
        files.add(file);
        at = file;
        return file;
    }

    @Nullable
    String append(int count, int part) throws IOException {
        if (writer == null) {
            if (away) {
                return null;
            }
            Files.createDirectories(path.getParent());
            writer = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            writing = at == null ? newFile("") : at;
        }
        String text = unwritten + events.write(count, clock.text());
        int length = part == 0 ? text.length() : (int) (text.length() * part / PARTS);
        unwritten = text.substring(length);
        write(text.substring(0, length));
        return "append " + count + " lines or events, " + length + " bytes, " + unwritten.length() + " not yet"
                + (writing == present() ? "" : ", to the former file");
    }

    private void write(String text) throws IOException {
        if (writer != null && writing != null && !text.isEmpty()) {
            writer.write(bytes(text));
            writing.set(writing.text() + text, clock.steadyMs());
            touched();
        }
    }

    /** Writes the bytes that the writer still holds, so that no line stays unfinished. */
    void finishLine() throws IOException {
        write(unwritten);
        unwritten = "";
    }

    @Nullable
    String reopen(boolean clean) throws IOException {
        if (writer == null) {
            return null;
        }
        if (clean) {
            finishLine();
        }
        unwritten = "";
        writer.close();
        writer = null;
        writing = null;
        return "the writer " + (clean ? "ends its line and" : "is killed and") + " opens the path again";
    }

    @Nullable
    String rename() throws IOException {
        ModelFile file = leave();
        if (file == null) {
            return null;
        }
        Path other = path.resolveSibling(path.getFileName() + "." + ++names);
        Files.move(path, other);
        renamed.push(new Renamed(other, file));
        return "rename to " + other.getFileName();
    }

    @Nullable
    String moveBack() throws IOException {
        if (renamed.isEmpty() || away) {
            return null;
        }
        if (at != null) {
            leave();
        }
        Renamed last = renamed.pop();
        Files.move(last.path, path, StandardCopyOption.ATOMIC_MOVE);
        at = last.file;
        at.appeared(clock.steadyMs());
        calm = false;
        touched();
        return "rename " + last.path.getFileName() + " back, over what is there";
    }

    @Nullable
    String remove() throws IOException {
        if (leave() == null) {
            return null;
        }
        Files.delete(path);
        return "remove";
    }

    private @Nullable ModelFile leave() {
        ModelFile file = present();
        if (file != null) {
            changing(file);
            at = null;
        }
        return file;
    }

    private void changing(ModelFile file) {
        backup = file.text();
        calm = false;
        disturbed = true;
    }

    @Nullable
    String restore(int amount) throws IOException {
        String whole = backup;
        if (whole == null || away || at != null && at != restoring) {
            return null;
        }
        int length = (int) (whole.length() * (amount + 1) / PARTS);
        ModelFile file = at;
        if (file == null) {
            Files.createDirectories(path.getParent());
            put(whole.substring(0, length), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            restoring = newFile(whole.substring(0, length));
        } else if (whole.startsWith(file.text()) && length > file.text().length()) {
            put(whole.substring(file.text().length(), length), StandardOpenOption.APPEND);
            file.set(whole.substring(0, length), clock.steadyMs());
        } else {
            return null;
        }
        calm = false;
        touched();
        return "restore " + length + " of " + whole.length() + " bytes";
    }

    @Nullable
    String truncate(int amount) throws IOException {
        ModelFile file = present();
        if (file == null) {
            return null;
        }
        changing(file);
        int length = (int) (file.text().length() * amount / PARTS);
        String kept = file.text().substring(0, length);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        file.set(kept, clock.steadyMs());
        touched();
        return "cut to " + length + " bytes";
    }

    @Nullable
    String rewrite(int kind) throws IOException {
        ModelFile file = present();
        if (file == null) {
            return null;
        }
        int length = file.text().length();
        String text = events.ofLength(kind == 0 ? length / 2 : kind == 1 ? length : length * 2 + 400, clock.text());
        if (text == null) {
            return null;
        }
        changing(file);
        overwrite(file, text);
        return "rewrite with " + text.length() + " other bytes instead of " + length;
    }

    @Nullable
    String copyOver() throws IOException {
        ModelFile file = present();
        String text = backup;
        if (file == null || text == null) {
            return null;
        }
        changing(file);
        overwrite(file, text);
        return "copy the former " + text.length() + " bytes into it";
    }

    private void overwrite(ModelFile file, String text) throws IOException {
        put(text, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        file.set("", clock.steadyMs());
        file.set(text, clock.steadyMs());
        touched();
    }

    @Nullable
    String newInode(boolean same, int count) throws IOException {
        ModelFile file = present();
        if (file == null) {
            return null;
        }
        calm = false;
        String text = same ? file.text() : events.write(count, clock.text());
        if (!same) {
            changing(file);
        }
        // From now on, the writer writes to the former file only.
        disturbed |= writer != null;
        Path temporary = path.resolveSibling("tmp");
        Files.writeString(temporary, text, StandardCharsets.US_ASCII);
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        newFile(text);
        touched();
        return "another file with " + (same ? "the same " : "other ") + text.length() + " bytes";
    }

    @Nullable
    String hardLink() throws IOException {
        if (present() == null) {
            return null;
        }
        Path link = path.resolveSibling(path.getFileName() + ".link" + ++names);
        Files.createLink(link, path);
        return "link it as " + link.getFileName();
    }

    @Nullable
    String neighbour(int kind) throws IOException {
        if (away || !Files.isDirectory(path.getParent())) {
            return null;
        }
        String name = kind % 4 == 0 ? path.getFileName() + ".gz" : kind % 4 == 1 ? "24" : "0" + path.getFileName();
        Files.writeString(path.resolveSibling(name), events.write(1, clock.text()));
        return "write " + name + " beside it";
    }

    @Nullable
    String empty() throws IOException {
        if (away || at != null) {
            return null;
        }
        Files.createDirectories(path.getParent());
        Files.createFile(path);
        newFile("");
        touched();
        return "create it, empty";
    }

    private void put(String text, StandardOpenOption... options) throws IOException {
        try (FileChannel channel = FileChannel.open(path, options)) {
            channel.write(bytes(text));
        }
    }

    /** Gives the file the time of the simulated clock: in real time all steps may happen within one tick of it. */
    private void touched() throws IOException {
        if (present() != null) {
            Files.setLastModifiedTime(path, FileTime.fromMillis(clock.tickMs()));
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
