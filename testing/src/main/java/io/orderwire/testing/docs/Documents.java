package io.orderwire.testing.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All Markdown files of the repository. */
public final class Documents {
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".idea", ".venv");
    private static final String EXTENSION = ".md";

    private final Path root;
    private final List<MarkdownFile> files;

    private Documents(Path root, List<MarkdownFile> files) {
        this.root = root;
        this.files = files;
    }

    /** The documents of the repository that contains the working folder, which in tests is a module's folder. */
    public static Documents ofRepository() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(root.resolve("orderwire"))) {
            Path parent = root.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "no folder above " + Path.of("").toAbsolutePath() + " has the launcher");
            }
            root = parent;
        }
        return in(root);
    }

    static Documents in(Path root) {
        List<Path> paths = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean skipped = NOT_OURS.contains(String.valueOf(folder.getFileName()));
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(EXTENSION)) {
                        paths.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + root, e);
        }
        return new Documents(
                root,
                paths.stream()
                        .sorted()
                        .map(path -> new MarkdownFile(root, path))
                        .toList());
    }

    /** The repository's folder. */
    public Path root() {
        return root;
    }

    /** All files, by path. */
    public List<MarkdownFile> files() {
        return files;
    }

    /**
     * One file.
     *
     * @param name path in the repository
     */
    public MarkdownFile file(String name) {
        return files.stream()
                .filter(file -> file.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no document " + name));
    }

    /** Commands of all documents that run a program. */
    public List<Command> commands(String program) {
        return files.stream()
                .flatMap(file -> file.commands().stream())
                .filter(command -> command.program().equals(program))
                .toList();
    }
}
