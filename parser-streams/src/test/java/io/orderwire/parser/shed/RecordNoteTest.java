package io.orderwire.parser.shed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.testing.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Records the entry for a gap of a start that began with a block. The entry is used only until the parser has reached the end
 * of the gap.
 */
@EnabledIfSystemProperty(
        named = Fixtures.RECORD_PROPERTY,
        matches = ".+",
        disabledReason = "records fixtures into the folder of the repository that the property names")
class RecordNoteTest {
    @Test
    void shouldRecord() throws IOException {
        Offsets offsets = new Offsets();
        offsets.add(1_101);
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.FILE, Headers.value("20260505/17~1"));
        headers.add(Headers.SEQ, Headers.value(88));
        headers.add(Headers.EVENTS, Headers.value(1));
        headers.add(Headers.OFFSETS, offsets.toHeader());
        BlockHead block = BlockHead.of(new ConsumerRecord<>(
                Topics.DEFAULT.raw(),
                0,
                7,
                1_800_000_000_000L,
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                null,
                Headers.value("{}\n"),
                headers,
                Optional.empty()));
        assertThat(block).isNotNull();
        Files.writeString(Fixtures.toRecord("parser-streams").newFile("notes", "jump.txt"), block.toNote());
    }
}
