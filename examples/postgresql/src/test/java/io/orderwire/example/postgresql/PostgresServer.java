package io.orderwire.example.postgresql;

import io.orderwire.testing.broker.FixedPorts;
import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of a test's own, in a temporary folder, run as {@code nobody} if the tests run as root. */
final class PostgresServer implements AutoCloseable {
    static final String USER = "orderwire";

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Path SCHEMA = Path.of("schema.sql");
    private static final Duration START = Duration.ofSeconds(40);
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

    private final Path programs;
    private final Path folder;
    private final int port = FixedPorts.take(1).get(0);
    private @Nullable Process server;

    private PostgresServer(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /** Starts it; skips the test that asks if this machine has no PostgreSQL. */
    static PostgresServer start() throws Exception {
        Path programs = programs();
        Path folder = Files.createTempDirectory("orderwire-postgresql-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (isRoot()) {
            run(List.of("chown", "nobody", folder.toString()));
        }
        PostgresServer postgres = new PostgresServer(programs, folder);
        try {
            run(asServerUser(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + folder.resolve("data"),
                    "--username=" + USER,
                    "--encoding=UTF8",
                    "--locale=C",
                    "--auth=trust",
                    "--no-sync"));
            postgres.launch();
        } catch (Exception | AssertionError e) {
            postgres.close();
            throw e;
        }
        return postgres;
    }

    private static Path programs() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path initdb : SearchPath.find("initdb")) {
            found.add(initdb.toRealPath().getParent());
        }
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.map(version -> version.resolve("bin")).forEach(found::add);
            }
        }
        return found.stream()
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                .findFirst()
                .orElseThrow(
                        () -> Prerequisite.POSTGRESQL.missing("there is no initdb in the PATH or below " + DEBIAN));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asServerUser(String... command) {
        List<String> words = new ArrayList<>(isRoot() ? AS_NOBODY : List.of());
        words.addAll(List.of(command));
        return words;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw Prerequisite.POSTGRESQL.missing(command + " failed: " + said);
        }
    }

    /** Starts the server on the same port and data, and waits until it answers. */
    void launch() {
        Awaitility.await().atMost(START).ignoreExceptions().until(() -> {
            // Children of a killed server keep its shared memory for a moment, and another one refuses to start.
            if (server == null || !server.isAlive()) {
                server = new ProcessBuilder(asServerUser(
                                programs.resolve("postgres").toString(),
                                "-D",
                                folder.resolve("data").toString(),
                                "-p",
                                String.valueOf(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                // A socket's path may have 107 bytes, the temporary folder's more.
                                "-c",
                                "unix_socket_directories=",
                                // Processes are killed here, never the machine.
                                "-c",
                                "fsync=off"))
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolveSibling(folder.getFileName() + ".log")
                                        .toFile()))
                        .start();
            }
            try (Connection connection = connect()) {
                return connection.isValid(5);
            }
        });
    }

    /** Kills it as SIGKILL does. */
    void kill() throws InterruptedException {
        Process killed = server;
        if (killed != null) {
            killed.destroyForcibly();
            killed.waitFor(30, TimeUnit.SECONDS);
        }
    }

    /** Drops the schema and creates it, as the README says to create it. */
    void createSchema() throws SQLException, IOException {
        createSchema(SCHEMA);
    }

    /** The same, with the tables of that file. */
    void createSchema(Path schema) throws SQLException, IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS orderwire CASCADE");
            statement.execute(Files.readString(schema));
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, "");
    }

    @Override
    public void close() throws Exception {
        Process stopped = server;
        if (stopped != null) {
            stopped.toHandle().destroy();
            if (!stopped.waitFor(10, TimeUnit.SECONDS)) {
                stopped.destroyForcibly();
                stopped.waitFor(10, TimeUnit.SECONDS);
            }
        }
        Files.deleteIfExists(folder.resolveSibling(folder.getFileName() + ".log"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException expected) {
            // the last children of a killed server may still write there
        }
    }
}
