package io.orderwire.docs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that the documents use and a machine may lack; a test without its program is skipped and says so. */
final class Tools {
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Duration INSTALL = Duration.ofMinutes(2);

    private Tools() {}

    /** The program of that name, or the end of the test. */
    static String require(String name) {
        Optional<Path> found = find(name);
        assumeTrue(found.isPresent(), "needs " + name);
        return found.get().toString();
    }

    private static Optional<Path> find(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A Python with websocket-client: the first in the path, or the system's, to which distributions add packages. */
    static String requirePythonWithWebSocket() throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            Optional<Path> found =
                    python.startsWith("/") ? Optional.of(Path.of(python)).filter(Files::isExecutable) : find(python);
            if (found.isPresent() && succeeds(List.of(found.get().toString(), "-c", "import websocket"))) {
                return found.get().toString();
            }
        }
        assumeTrue(false, "needs python3 with websocket-client (Debian: python3-websocket)");
        return "";
    }

    /** A search path of Python that begins with a folder. */
    static String pythonPath(Path folder) {
        String others = System.getenv("PYTHONPATH");
        return others == null ? folder.toString() : folder + File.pathSeparator + others;
    }

    /** Sees to it that scripts in a folder have a WebSocket: Node's own, from 22 on, or the package ws. */
    static void requireNodeWebSocket(Path folder, String version) throws Exception {
        String node = require("node");
        if (succeeds(List.of(node, "-e", "process.exit(typeof WebSocket === 'undefined' ? 1 : 0)"))) {
            return;
        }
        String npm = require("npm");
        try (ToolRun install = ToolRun.start(
                folder, List.of(npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "ws@" + version))) {
            assumeTrue(install.awaitExit(INSTALL) == 0, "npm could not install ws: " + install.errors());
        }
    }

    private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
        try (ToolRun probe = ToolRun.start(Path.of("").toAbsolutePath(), command)) {
            return probe.awaitExit(PROBE) == 0;
        }
    }
}
