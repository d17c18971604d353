package io.orderwire.k8s;

import io.orderwire.testing.docs.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The script that is the image's entry point. */
final class Launcher {
    private static final Pattern HEAP =
            Pattern.compile("^  ([a-z| *]+)\\) options=\\(-Xmx(\\d+)([mg])", Pattern.MULTILINE);

    private final String text;

    private Launcher(String text) {
        this.text = text;
    }

    static Launcher ofRepository() {
        try {
            return new Launcher(Files.readString(Documents.ofRepository().root().resolve("orderwire")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The heap that it gives to a command. */
    long heapBytes(String command) {
        Matcher heap = HEAP.matcher(text);
        while (heap.find()) {
            String commands = heap.group(1);
            if (commands.equals("*") || Arrays.asList(commands.split(" \\| ")).contains(command)) {
                return Long.parseLong(heap.group(2)) << (heap.group(3).equals("g") ? 30 : 20);
            }
        }
        throw new IllegalStateException("the launcher has no heap for " + command);
    }
}
