package io.orderwire.standalone.doctor;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.status.Amounts;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checks the node's files: whether they are there, may be read, and have the shape that is expected. */
final class DataCheck {
    private static final int MOST_NAMED = 3;

    private final Settings settings;
    private final NodeCheck node;
    private final List<Finding> findings = new ArrayList<>();

    DataCheck(Settings settings, NodeCheck node) {
        this.settings = settings;
        this.node = node;
    }

    List<Finding> run() {
        try {
            // The launcher chooses the heap of an ingestor, not this command's.
            IngestorProcess.checkInput(settings, Long.MAX_VALUE);
        } catch (ConfigurationException e) {
            return List.of(Finding.fault(
                    Check.CONFIGURATION, ExitCode.USAGE, String.valueOf(e.getMessage()), "correct the option"));
        } catch (ProcessExit e) {
            String words = String.valueOf(e.getMessage());
            String remedy = words.contains("--source")
                    ? ""
                    : "name the node's data folder with --data, or give this user the right to read it";
            return List.of(Finding.fault(Check.DATA_FOLDER, e.code(), words, remedy));
        }
        Path data = settings.get(IngestorOptions.DATA_DIR).toAbsolutePath();
        Optional<Source> source = source(data);
        if (source.isEmpty()) {
            return List.of(Finding.warning(
                    Check.DATA_FOLDER,
                    "no folder of order statuses in " + data + " yet: the ingestor would wait for it",
                    "start the node with its flag for writing order statuses, or correct --data"));
        }
        Path hourly = data.resolve(source.get().directory()).resolve("hourly");
        findings.add(Finding.ok(Check.DATA_FOLDER, hourly + " (" + source.get().option() + ")"));
        try {
            files(source.get(), HourFiles.in(hourly));
            disk(hourly);
        } catch (IOException e) {
            findings.add(unreadable(List.of(hourly)));
        }
        return findings;
    }

    private Optional<Source> source(Path data) {
        String asked = settings.get(IngestorOptions.SOURCE);
        return Arrays.stream(Source.values())
                .filter(source -> asked.isEmpty() || source.option().equals(asked))
                .filter(source -> Files.isDirectory(data.resolve(source.directory())))
                .findFirst();
    }

    private void files(Source source, HourFiles files) throws IOException {
        findings.add(
                files.unreadable().isEmpty()
                        ? Finding.ok(Check.DATA_RIGHTS, user() + " may read the files of the newest dates")
                        : unreadable(files.unreadable()));
        Optional<Path> newest = files.newest().stream()
                .filter(file -> file.toFile().length() > 0)
                .findFirst();
        if (newest.isEmpty()) {
            if (files.unreadable().isEmpty()) {
                findings.add(Finding.warning(
                        Check.NODE_WRITES, "there is no hour file with bytes in it yet", "look at the node's log"));
            }
            return;
        }
        Path file = newest.get();
        FirstLine line = FirstLine.of(file);
        if (line.fits(source)) {
            findings.add(Finding.ok(Check.DATA_SHAPE, file + " has lines of the shape " + source.option()));
        } else {
            findings.add(Finding.warning(
                    Check.DATA_SHAPE,
                    "the first line of " + file + " is not of the shape " + source.option()
                            + (line.json()
                                    ? ", its members are " + line.members().keySet()
                                    : ", nor is it JSON")
                            + ": such lines would become dead letters",
                    "check the node's flags, and that --data is its data folder"));
        }
        findings.addAll(node.run(file, line));
    }

    private static Finding unreadable(List<Path> paths) {
        String named = String.join(
                ", ", paths.stream().limit(MOST_NAMED).map(Path::toString).toList());
        return Finding.fault(
                Check.DATA_RIGHTS,
                ExitCode.DATA_FOLDER,
                user() + " may not read " + named
                        + (paths.size() > MOST_NAMED ? " and " + (paths.size() - MOST_NAMED) + " more" : ""),
                "add " + user() + " to the group of the node's files, or as root: setfacl -R -m u:" + user()
                        + ":rX -m d:u:" + user() + ":rX FOLDER, which also covers files to come");
    }

    private static String user() {
        return System.getProperty("user.name", "this user");
    }

    private void disk(Path hourly) throws IOException {
        FileStore store = Files.getFileStore(hourly);
        String type = store.type();
        if (type.startsWith("nfs") || type.startsWith("cifs") || type.startsWith("smb") || type.startsWith("fuse")) {
            findings.add(Finding.warning(
                    Check.FILE_SYSTEM,
                    "the files are on " + type + ", where other hosts' writes show late and as NULs at first",
                    "run the ingestor on the node's host"));
        } else {
            findings.add(Finding.ok(Check.FILE_SYSTEM, "the files are on " + type));
        }
        long free = store.getUsableSpace();
        String words =
                Amounts.bytes(free) + " of " + Amounts.bytes(store.getTotalSpace()) + " left for the node's files";
        boolean full = free < store.getTotalSpace() / 10;
        findings.add(
                full
                        ? Finding.warning(Check.DATA_DISK, words, "./orderwire prune deletes hour files that were read")
                        : Finding.ok(Check.DATA_DISK, words));
    }
}
