package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Headers;
import io.orderwire.runtime.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Ingestors that stop, restart, are reset or fenced: each line is committed once and in order. */
class IngestorIT extends IngestorCase {
    @Test
    void shouldResumeWhereItStoppedWithNothingLostOrDoubled() throws IOException {
        append("20270101/9", 10);
        IngestorProcess first = start(Map.of("start", "beginning"));
        append("20270101/9", 10);
        awaitLines(20);
        first.close();
        append("20270101/9", 5);
        append("20270101/10", 5);
        start(Map.of());
        awaitLines(30);
        append("20270101/10", 5);
        assertSequences(awaitLines(35));
    }

    @Test
    void shouldDiscardThePositionButNotTheSequencesWhenReset() throws IOException {
        append("20270101/9", 4);
        IngestorProcess first = start(Map.of("start", "beginning"));
        awaitLines(4);
        first.close();
        start(Map.of("start", "beginning", "reset", "true"));
        List<ConsumerRecord<byte[], byte[]>> records = awaitLines(8);
        assertSequences(records);
        assertThat(records).allMatch(row -> "1".equals(Headers.text(row.headers(), Headers.REPLAY)));
    }

    @Test
    void shouldReadOneFileWithOtherContentsAsItsNextGenerationAtAStart() throws IOException {
        append("20270101/9", 3);
        IngestorProcess first = start(Map.of("start", "beginning"));
        awaitLines(3);
        append("20270101/10", 3);
        awaitLines(6);
        first.close();
        Files.delete(hour(data, "20270101/10"));
        append("20270101/10", 4);
        start(Map.of());
        assertSequences(awaitLines(10));
    }

    @Test
    void shouldEndWhenAnotherTakesOver() throws IOException {
        start(Map.of());
        start(Map.of());
        append("20270101/9", 10);
        await().atMost(PATIENCE).until(() -> !fatal.isEmpty());
        assertThat(fatal).hasSize(1);
        assertThat(fatal.get(0).code()).isEqualTo(ExitCode.FENCED);
        assertSequences(awaitLines(10));
    }

    @Test
    void shouldHealAfterAPauseLongerThanItsTransaction() throws IOException {
        start(Map.of("ingestor.transaction.timeout.ms", "1000"));
        append("20270101/9", 10);
        awaitLines(10);
        fence();
        append("20270101/9", 10);
        assertSequences(awaitLines(20));
        assertThat(fatal).isEmpty();
    }
}
