package io.orderwire.standalone.doctor;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Adds up the bytes of the files in a folder. Folders that may not be read, such as lost+found, count as empty. */
final class FolderSize extends SimpleFileVisitor<Path> {
    /** More files and folders than a state folder has; the folder of somebody else may have any number of them. */
    private static final int MOST = 100_000;

    private final int most;
    private int seen;
    private long bytes;

    private FolderSize(int most) {
        this.most = most;
    }

    /** The bytes of its files; with very many, of those that were seen first. */
    static long of(Path folder) throws IOException {
        return of(folder, MOST);
    }

    static long of(Path folder, int most) throws IOException {
        FolderSize size = new FolderSize(most);
        Files.walkFileTree(folder.toRealPath(), size);
        return size.bytes;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            bytes += attributes.size();
        }
        return next();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return next();
    }

    private FileVisitResult next() {
        seen++;
        return seen < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
        return FileVisitResult.CONTINUE;
    }
}
