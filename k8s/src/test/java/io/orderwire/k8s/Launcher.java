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
            Pattern.compile("^  ([a-z| *]+)\\) options=\\([^)\\n]*-Xmx(\\d+)([mg])", Pattern.MULTILINE);

    private static final Pattern FIT =
            Pattern.compile("^    ([a-z| *]+)\\) reserve=(\\d+) share=(\\d+) least=", Pattern.MULTILINE);

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

    /** The heap in MiB that it gives to a command without a limit of memory. */
    long heap(String command) {
        Matcher heap = find(HEAP, command);
        return Long.parseLong(heap.group(2)) * (heap.group(3).equals("g") ? 1_024 : 1);
    }

    /** The largest heap in MiB that it would give to a command with a limit of so many MiB. */
    long fitting(String command, long limit) {
        Matcher fit = find(FIT, command);
        return (limit - Long.parseLong(fit.group(2))) * Long.parseLong(fit.group(3)) / 100;
    }

    private Matcher find(Pattern pattern, String command) {
        Matcher line = pattern.matcher(text);
        while (line.find()) {
            String commands = line.group(1);
            if (commands.equals("*") || Arrays.asList(commands.split(" \\| ")).contains(command)) {
                return line;
            }
        }
        throw new IllegalStateException("the launcher does not know " + command);
    }
}
