package io.orderwire.system.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.docs.TableLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The versions that the page names are those that the code writes and reads. */
class VersionsPageTest {
    private static final byte LATER = 31;
    private static final Pattern READS = Pattern.compile("reads (?:up to |version )?(\\d+(?: to \\d+)?)");

    /** The last two cells of a row: the version that is written, and those that are read. */
    private static List<String> versions(String format) {
        List<TableLine> rows = Documents.ofRepository().file("docs/versions.md").tables("Marks").stream()
                .filter(line -> line.first().startsWith(format))
                .toList();
        assertThat(rows).as(format).hasSize(1);
        return rows.get(0).cells().subList(2, 4);
    }

    /** The versions that a reader names when it refuses a later one. */
    private static String reads(Throwable refusal) {
        Matcher named = READS.matcher(String.valueOf(refusal.getMessage()));
        assertThat(named.find()).as(refusal.toString()).isTrue();
        return named.group(1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldNameTheVersionOfRecords() {
        String newest = String.valueOf(RecordVersion.NEWEST);
        assertThat(versions("raw block")).containsExactly(newest, newest);
        assertThat(versions("marker, dead letter")).containsExactly(newest, newest);
        assertThat(versions("order").get(1)).isEqualTo(newest + " and " + RecordVersion.NEWEST_OF_ORDERS);
    }

    @Test
    void shouldNameTheVersionsOfCheckpoints() {
        String written = new String(IngestorState.first("owner", 1).toJson(), StandardCharsets.UTF_8);
        Matcher version = Pattern.compile("\"version\":(\\d+)").matcher(written);
        assertThat(version.find()).isTrue();
        String later = written.replace(version.group(), "\"version\":" + LATER);
        Throwable refusal = catchThrowable(() -> IngestorState.parse(utf8(later), null));
        assertThat(versions("checkpoint")).containsExactly(version.group(1), reads(refusal));
    }

    @Test
    void shouldNameTheVersionOfTotals() {
        byte[] written = PartitionTotals.serde().serializer().serialize("changelog", PartitionTotals.NONE);
        assertThat(ByteBuffer.wrap(written).getLong()).isNotNegative();
        ByteBuffer.wrap(written).putLong(0, -LATER);
        Throwable refusal =
                catchThrowable(() -> PartitionTotals.serde().deserializer().deserialize("changelog", written));
        assertThat(refusal).hasMessageContaining("version " + LATER);
        assertThat(versions("totals")).containsExactly("1", reads(refusal));
    }

    @Test
    void shouldNameTheVersionOfCursors() {
        String text = new Cursor(Uuid.ONE_UUID, new long[] {7}, new long[] {7}, List.of(List.of())).encode();
        byte[] written = Base64.getUrlDecoder().decode(text);
        String version = String.valueOf(written[0]);
        written[0] = LATER;
        String later = Base64.getUrlEncoder().withoutPadding().encodeToString(written);
        assertThat(versions("cursor")).containsExactly(version, reads(catchThrowable(() -> Cursor.decode(later))));
    }
}
