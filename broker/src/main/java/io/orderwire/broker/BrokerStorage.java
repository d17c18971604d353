package io.orderwire.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/** The broker's folder: locked, checked on every start, formatted on the first. */
final class BrokerStorage implements AutoCloseable {
    private static final String LOCK = "orderwire.lock";

    /** Files that remain if the first start is killed while formatting, and files that file systems create. */
    private static final Set<String> HARMLESS = Set.of(
            LOCK,
            "bootstrap.checkpoint",
            "bootstrap.checkpoint.tmp",
            "meta.properties.tmp",
            ".lock",
            ".kafka_cleanshutdown",
            "lost+found");

    private final FileChannel lock;

    private BrokerStorage(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Takes the folder for this process and makes it fit for a broker.
     *
     * @throws BrokerStorageException naming the folder and what is wrong with it
     */
    static BrokerStorage open(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
        } catch (IOException e) {
            throw new BrokerStorageException(dataDir, "it is not a folder and cannot be created", e);
        }
        BrokerStorage storage = new BrokerStorage(lock(dataDir));
        try {
            if (!Files.exists(dataDir.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
                requireEmpty(dataDir);
                format(dataDir);
            }
            return storage;
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    /** Kafka locks the folder too, but only after it has opened, and possibly truncated, its metadata log. */
    private static FileChannel lock(Path dataDir) {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    dataDir.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new BrokerStorageException(dataDir, "it cannot be written (" + e + ")", e);
        }
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException | IOException e) {
            close(channel);
            throw new BrokerStorageException(dataDir, "it cannot be locked (" + e + ")", e);
        }
        if (lock == null) {
            close(channel);
            throw new BrokerStorageException(dataDir, "another process uses it", null);
        }
        return channel;
    }

    private static void requireEmpty(Path dataDir) {
        List<String> strangers;
        try (Stream<Path> entries = Files.list(dataDir)) {
            strangers = entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !HARMLESS.contains(name))
                    .sorted()
                    .limit(3)
                    .toList();
        } catch (IOException e) {
            throw new BrokerStorageException(dataDir, "it cannot be listed (" + e + ")", e);
        }
        if (!strangers.isEmpty()) {
            throw new BrokerStorageException(
                    dataDir, "it holds no Kafka data but other files: " + String.join(", ", strangers), null);
        }
    }

    private static void format(Path dataDir) {
        String folder = dataDir.toString();
        // Kafka prints what it formats; standard output is reserved for the ready line.
        PrintStream discarded = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            new Formatter()
                    .setPrintStream(discarded)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerListener.CONTROLLER.name())
                    .addDirectory(folder)
                    .setMetadataLogDirectory(folder)
                    .run();
        } catch (Exception e) {
            throw new BrokerStorageException(dataDir, "formatting failed: " + e.getMessage(), e);
        }
    }

    /** Releases the folder. */
    @Override
    public void close() {
        close(lock);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException expected) {
            // The descriptor, and with it the lock, is released even if closing fails.
        }
    }
}
