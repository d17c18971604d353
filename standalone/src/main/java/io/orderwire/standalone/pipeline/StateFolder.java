package io.orderwire.standalone.pipeline;

import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folder that a standalone keeps its state in, locked as long as it is open. */
public final class StateFolder implements AutoCloseable {
    /** Name of the folder of the embedded Kafka's data. */
    static final String KAFKA = "kafka";

    private static final String LOCK = "orderwire.lock";

    private final Path path;
    private final FileChannel channel;

    private StateFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the folder for this standalone; creates it when it is missing.
     *
     * @throws ProcessExit {@link ExitCode#STATE_IN_USE} when another standalone has it, in this JVM or in another
     * @throws ConfigurationException when it cannot be created or written
     */
    public static StateFolder lock(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        FileChannel channel;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "state folder " + path + " cannot be written (" + e + "): --state or state.dir names another");
        }
        if (!locked(channel, path)) {
            close(channel);
            throw new ProcessExit(
                    ExitCode.STATE_IN_USE,
                    "state folder " + path + " is in use by another orderwire; --state takes another");
        }
        return new StateFolder(path, channel);
    }

    /** Whether a standalone has the folder. Creates nothing; the lock is taken for a moment only. */
    public static boolean isInUse(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !locked(channel, folder);
        }
    }

    private static boolean locked(FileChannel channel, Path path) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException expected) {
            return false;
        } catch (IOException e) {
            close(channel);
            throw new ConfigurationException("state folder " + path + " cannot be locked: " + e);
        }
    }

    /**
     * The default folder: {@code orderwire} in {@code XDG_STATE_HOME} or {@code ~/.local/state}.
     *
     * @throws ConfigurationException when the user has no home folder
     */
    public static Path byDefault(Map<String, String> environment) {
        Path base = absolute(environment.get("XDG_STATE_HOME"));
        if (base != null) {
            return base.resolve("orderwire");
        }
        Path home = absolute(environment.get("HOME"));
        if (home == null) {
            home = absolute(System.getProperty("user.home"));
        }
        if (home == null) {
            throw new ConfigurationException(
                    "this user has no home folder: --state or state.dir says where to keep state");
        }
        return home.resolve(".local").resolve("state").resolve("orderwire");
    }

    /** Null for a relative path, which is to be ignored according to the XDG base directory specification. */
    private static @Nullable Path absolute(@Nullable String text) {
        return text != null && text.startsWith("/") ? Path.of(text) : null;
    }

    /** The folder, absolute. */
    public Path path() {
        return path;
    }

    /** Where the embedded Kafka keeps its data. */
    public Path kafka() {
        return path.resolve(KAFKA);
    }

    /** Releases the folder. */
    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException expected) {
            // The descriptor, and with it the lock, is released even if closing fails.
        }
    }
}
