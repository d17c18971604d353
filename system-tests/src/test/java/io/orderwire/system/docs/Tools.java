package io.orderwire.system.docs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Programs that the documents use and a machine may lack; a test without its program is skipped and says so. */
final class Tools {
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Duration INSTALL = Duration.ofMinutes(2);

    private Tools() {}

    /** The program of that name, of which there is a prerequisite. */
    static String require(Prerequisite needed, String name) {
        return SearchPath.find(name).stream()
                .findFirst()
                .orElseThrow(() -> needed.missing("there is no " + name + " in the PATH"))
                .toString();
    }

    /** The program curl, which most systems have. */
    static String requireCurl() {
        List<Path> found = SearchPath.find("curl");
        assumeTrue(!found.isEmpty(), "needs curl: there is none in the PATH");
        return found.get(0).toString();
    }

    /** A Python with websocket-client: the first in the path that has it, or the system's. */
    static String requirePythonWithWebSocket() throws Exception {
        List<Path> pythons = new ArrayList<>(SearchPath.find("python3"));
        Path system = Path.of("/usr/bin/python3");
        if (Files.isExecutable(system)) {
            pythons.add(system);
        }
        for (Path python : pythons) {
            if (succeeds(List.of(python.toString(), "-c", "from websocket import create_connection"))) {
                return python.toString();
            }
        }
        throw Prerequisite.PYTHON.missing("none of " + pythons + " has websocket-client (Debian: python3-websocket)");
    }

    /** A search path of Python that begins with a folder. */
    static String pythonPath(Path folder) {
        String others = System.getenv("PYTHONPATH");
        return others == null ? folder.toString() : folder + File.pathSeparator + others;
    }

    /** Sees to it that scripts in a folder have a WebSocket: Node's own, from 22 on, or the package ws. */
    static void requireNodeWebSocket(Path folder, String version) throws Exception {
        String node = require(Prerequisite.NODE, "node");
        if (succeeds(List.of(node, "-e", "process.exit(typeof WebSocket === 'undefined' ? 1 : 0)"))) {
            return;
        }
        String npm = require(Prerequisite.NPM, "npm");
        try (ToolRun install = ToolRun.start(
                folder, List.of(npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "ws@" + version))) {
            if (install.awaitExit(INSTALL) != 0) {
                throw Prerequisite.NPM.missing("npm could not install ws: " + install.errors());
            }
        }
    }

    private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
        try (ToolRun probe = ToolRun.start(Path.of("").toAbsolutePath(), command)) {
            return probe.awaitExit(PROBE) == 0;
        }
    }
}
