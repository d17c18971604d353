package io.orderwire.testing.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {
    private static final String USER = "0x00000000000000000000000000000000000000f";

    @TempDir
    private Path data;

    private static String event(int number) {
        return "{\"time\":\"t\",\"user\":\"" + USER + number % 4
                + "\",\"status\":\"ó\",\"order\":{\"coin\":\"BTC\",\"oid\":" + number + "}}";
    }

    private static String envelope(String events) {
        return "{\"block_number\":1,\"events\":[" + events + "]}";
    }

    private void write(Source source, String date, String hour, String text) throws IOException {
        Path folder = Files.createDirectories(
                data.resolve(source.directory()).resolve("hourly").resolve(date));
        Files.write(folder.resolve(hour), text.getBytes(StandardCharsets.UTF_8));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void shouldReadHoursAsNumbers() throws IOException {
        write(Source.PLAIN, "20260505", "10", event(3) + "\n");
        write(Source.PLAIN, "20260505", "9", event(1) + "\n" + event(2) + "\n");
        write(Source.PLAIN, "20260430", "23", event(0) + "\n");

        List<FileEvent> events = NodeFiles.of(data, Source.PLAIN).events();

        assertThat(events).extracting(FileEvent::text).containsExactly(event(0), event(1), event(2), event(3));
        assertThat(events)
                .extracting(event -> event.pos().toString())
                .containsExactly(
                        "20260430/23@0", "20260505/9@0", "20260505/9@" + (bytes(event(1)) + 1), "20260505/10@0");
        assertThat(events).extracting(FileEvent::user).containsExactly(USER + "0", USER + "1", USER + "2", USER + "3");
    }

    @Test
    void shouldCountLinesThatHoldNoEventAndBytesThatHoldNoneYet() throws IOException {
        String text = "\n" + envelope(event(1)) + "\r\n \n" + envelope("") + "\nno json\n{\"events\":[";
        write(Source.STREAMING, "20260505", "17", text);

        assertThat(NodeFiles.of(data, Source.STREAMING).counts()).isEqualTo(new FileCounts(1, 5, 3, 2, 1, 11));
    }

    @Test
    void shouldNameTheLineInStreamingAndTheBraceInBlocks() throws IOException {
        String line = " " + envelope(event(1)) + "\n";
        write(Source.STREAMING, "20260505", "17", line + line);
        write(Source.BY_BLOCK, "20260505", "17", line + line);

        assertThat(NodeFiles.of(data, Source.STREAMING).events())
                .extracting(event -> event.pos().offset())
                .containsExactly(0L, (long) bytes(line));
        long brace = line.indexOf("{\"time\"");
        assertThat(NodeFiles.of(data, Source.BY_BLOCK).events())
                .extracting(event -> event.pos().offset())
                .containsExactly(brace, bytes(line) + brace);
    }

    @Test
    void shouldReadLinesLongerThanItsBuffer() throws IOException {
        StringBuilder events = new StringBuilder(event(0));
        for (int i = 1; i < 30_000; i++) {
            events.append(',').append(event(i));
        }
        write(Source.BY_BLOCK, "20260505", "17", envelope(events.toString()) + "\n" + envelope(event(7)) + "\n");

        List<FileEvent> found = NodeFiles.of(data, Source.BY_BLOCK).events();

        assertThat(bytes(events.toString())).isGreaterThan(1 << 20);
        assertThat(found).hasSize(30_001).allMatch(FileEvent::order);
        assertThat(found.get(29_999).text()).isEqualTo(event(29_999));
    }

    @Test
    void shouldReadAFileUnderAnotherName() throws IOException {
        Path file = Files.writeString(data.resolve("copy"), event(5) + "\n");
        HourFile name = HourFile.parse("20260505/17~2");
        List<FileEvent> events = new ArrayList<>();

        NodeFiles.read(file, name, Source.PLAIN, events::add);

        assertThat(events).extracting(event -> event.pos().toString()).containsExactly("20260505/17~2@0");
    }

    @Test
    void shouldFindNothingWhereThereIsNoFolder() {
        assertThat(NodeFiles.of(data, Source.PLAIN).counts()).isEqualTo(FileCounts.NONE);
    }

    @Test
    void shouldPutAUserWhereKafkaPutsItsKey() {
        // Hashes from the test of Kafka's own murmur2: "21" is -973932308, "foobar" is -790332482.
        assertThat(of("21").partition(8)).isEqualTo((-973932308 & Integer.MAX_VALUE) % 8);
        assertThat(of("foobar").partition(5)).isEqualTo((-790332482 & Integer.MAX_VALUE) % 5);
        assertThat(of(null).partition(8)).isZero();
    }

    private static FileEvent of(@Nullable String user) {
        return new FileEvent(Position.parse("20260505/17@0"), user, new byte[0], true);
    }
}
