package io.orderwire.system.client;

import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The packages that {@code src/test/npm/package-lock.json} pins. npm installs them below {@code target}, once for each
 * content of that file: later runs need neither npm nor a registry.
 */
final class NpmPackages {
    private static final Path SCRIPTS = Path.of("src", "test", "npm").toAbsolutePath();
    private static final Path CLIENT =
            Path.of("..", "clients", "javascript", "orderwire.mjs").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target", "npm").toAbsolutePath();
    private static final List<String> PINS = List.of("package.json", "package-lock.json");
    private static final String MODULES = "node_modules";

    private static final long INSTALL_SECONDS = 150;
    /** Without these npm tries an unreachable registry for many minutes. */
    private static final List<String> COMMAND = List.of(
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--fetch-timeout=20000",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
            "--fetch-retry-maxtimeout=1000",
            "--cache",
            INSTALLED.resolve("cache").toString());

    /** npm's names of faults in the two files, as opposed to those of the network, the registry and the machine. */
    private static final Pattern OWN_FAULT = Pattern.compile("code (EUSAGE|EINTEGRITY|EJSONPARSE|EINVALIDPACKAGENAME)");

    private static @Nullable String whyMissing;

    private NpmPackages() {}

    /**
     * Copies the scripts into a new folder, with the packages beside them. Skips the running test when there is no npm or
     * npm reaches no registry.
     */
    static void putInto(Path folder) throws IOException, InterruptedException {
        Path modules = install();
        Files.createDirectories(folder);
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            for (Path script : scripts.toList()) {
                Files.copy(script, folder.resolve(script.getFileName()));
            }
        }
        Files.copy(CLIENT, folder.resolve(CLIENT.getFileName()));
        Files.createSymbolicLink(folder.resolve(MODULES), modules);
    }

    private static synchronized Path install() throws IOException, InterruptedException {
        if (whyMissing != null) {
            throw Prerequisite.NPM.missing(whyMissing);
        }
        Path folder = Files.createDirectories(INSTALLED.resolve(digest()));
        Path done = folder.resolve("installed");
        try (FileChannel file = FileChannel.open(
                        INSTALLED.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            if (!Files.exists(done)) {
                for (String pin : PINS) {
                    Files.copy(SCRIPTS.resolve(pin), folder.resolve(pin), StandardCopyOption.REPLACE_EXISTING);
                }
                whyMissing = npm(folder);
                if (whyMissing != null) {
                    throw Prerequisite.NPM.missing(whyMissing);
                }
                Files.createFile(done);
            }
        }
        return folder.resolve(MODULES);
    }

    private static String digest() throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String pin : PINS) {
                sha.update(Files.readAllBytes(SCRIPTS.resolve(pin)));
            }
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Installs the packages; the reason why not when the network, the registry or the machine is the cause. */
    private static @Nullable String npm(Path folder) throws IOException, InterruptedException {
        List<Path> found = SearchPath.find("npm");
        if (found.isEmpty()) {
            return "there is no npm in the PATH";
        }
        Path log = folder.resolve("npm.log");
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of(found.get(0).toString()), COMMAND.stream())
                                .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return "npm did not install the packages within " + INSTALL_SECONDS + " s";
        }
        String reported = Files.readString(log);
        if (process.exitValue() != 0 && OWN_FAULT.matcher(reported).find()) {
            throw new AssertionError("npm does not accept " + SCRIPTS.resolve(PINS.get(1)) + ":\n" + reported);
        }
        if (process.exitValue() == 0) {
            return null;
        }
        return "npm cannot install the packages: "
                + reported.lines().limit(4).map(String::strip).collect(Collectors.joining("; "));
    }
}
