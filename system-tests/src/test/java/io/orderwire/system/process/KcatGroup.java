package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.testing.docs.Command;
import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** kcat in a group, with the command of the document. */
final class KcatGroup implements OrdersGroup {
    private static final String PAGE = "docs/consuming.md";
    private static final String ADDRESS = "127.0.0.1:9092";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LINE = Pattern.compile("partition (\\d+) headers (.*?) value (NULL|\\{.*)");
    private static final String MARKER = "ow.gap=";

    private final Path out;
    private final List<String> command;
    private final GrowingFile<Delivery> lines;
    private @Nullable Process process;

    KcatGroup(Path folder, String kafka) {
        out = folder.resolve("kcat.out");
        lines = new GrowingFile<>(out, KcatGroup::delivery);
        List<String> words = new ArrayList<>(documented().words());
        words.replaceAll(word -> word.replace(ADDRESS, kafka));
        words.set(0, program());
        command = words;
    }

    static String program() {
        return SearchPath.find("kcat").stream()
                .findFirst()
                .orElseThrow(() -> Prerequisite.KCAT.missing("there is no kcat in the PATH"))
                .toString();
    }

    private static Command documented() {
        List<Command> found = Documents.ofRepository().file(PAGE).commands().stream()
                .filter(each -> each.program().equals("kcat") && each.words().contains("-G"))
                .toList();
        assertThat(found).as("commands of %s that run kcat in a group", PAGE).hasSize(1);
        assertThat(found.get(0).words()).contains(ADDRESS);
        return found.get(0);
    }

    @Override
    public void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Pauses the member. An end would not do: kcat commits records then that it has not printed. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        long pid = Objects.requireNonNull(process).pid();
        // The shell's own kill: not every system has one as a program.
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public List<Delivery> received() {
        return lines.lines();
    }

    private static Delivery delivery(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new AssertionError("not a line of kcat's format: " + line);
        }
        if (!parts.group(3).equals("NULL")) {
            return Delivery.order(parts.group(3));
        }
        String headers = parts.group(2);
        try {
            // Reads one value and ignores what follows it: the other headers.
            String json = headers.substring(headers.indexOf(MARKER) + MARKER.length());
            return Delivery.marker(
                    Integer.parseInt(parts.group(1)),
                    JSON.readTree(json).get("id").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("not a marker: " + line, e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
