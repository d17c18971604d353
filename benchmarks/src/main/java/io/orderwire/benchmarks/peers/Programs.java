package io.orderwire.benchmarks.peers;

import io.orderwire.testing.prerequisite.SearchPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where programs of other projects are. */
final class Programs {
    /** Where Debian installs servers; not in the search path of every user. */
    private static final List<Path> SERVERS = List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"));

    private static final Path LIBRARIES = Path.of("/usr/lib");

    private Programs() {}

    /** A program in the search path, or among the servers. */
    static Optional<String> find(String name) {
        return Stream.concat(
                        SearchPath.find(name).stream(),
                        SERVERS.stream().map(folder -> folder.resolve(name)).filter(Files::isExecutable))
                .findFirst()
                .map(Path::toString);
    }

    /** Why a peer that needs these programs cannot run, if one is missing. */
    static Optional<String> missing(String packages, String... names) {
        return Arrays.stream(names).allMatch(name -> find(name).isPresent())
                ? Optional.empty()
                : Optional.of(notInstalled(packages));
    }

    /** How to install packages. */
    static String notInstalled(String packages) {
        return "not installed: apt-get install " + packages;
    }

    /** Whether a library is in that folder of {@code /usr/lib}, or of {@code /usr/lib/ARCHITECTURE}. */
    static boolean hasLibrary(String folder, String name) throws IOException {
        if (Files.exists(LIBRARIES.resolve(folder).resolve(name))) {
            return true;
        }
        try (DirectoryStream<Path> architectures = Files.newDirectoryStream(LIBRARIES, "*-linux-*")) {
            for (Path architecture : architectures) {
                if (Files.exists(architecture.resolve(folder).resolve(name))) {
                    return true;
                }
            }
            return false;
        }
    }
}
