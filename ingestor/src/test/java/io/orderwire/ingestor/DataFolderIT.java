package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.topic.Headers;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The folder that an ingestor reads: missing, ambiguous, or not the one that the checkpoint was written for. */
class DataFolderIT extends IngestorCase {
    @Test
    void shouldNotStartOnAFolderThatTheCheckpointIsNotOfUnlessItIsToTakeOver() throws IOException {
        append("20270101/9", 3);
        append("20270101/10", 3);
        IngestorProcess first = start(Map.of("start", "beginning"));
        awaitLines(6);
        Path other = Files.createDirectories(data.resolve("other"));
        append(other, "20270101/9", 6);
        append(other, "20270101/10", 6);
        Map<String, String> onOther = Map.of("data.dir", other.toString(), "start", "beginning");
        for (String reset : List.of("false", "true")) {
            Map<String, String> settings = new HashMap<>(onOther);
            settings.put("reset", reset);
            assertThatThrownBy(() -> start(settings))
                    .isInstanceOfSatisfying(
                            ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.DATA_FOLDER))
                    .hasMessageContaining(hour(other, "20270101/9").toString())
                    .hasMessageContaining(hour(other, "20270101/10").toString())
                    .hasMessageContaining("--take-over");
        }
        // The ingestor that owns the checkpoint continues.
        append("20270101/10", 2);
        awaitLines(8);
        assertThat(fatal).isEmpty();
        first.close();

        Map<String, String> takingOver = new HashMap<>(onOther);
        takingOver.put("take.over", "true");
        IngestorProcess second = start(takingOver);
        awaitLines(20);
        second.close();
        // From now on the checkpoint belongs to this folder: it resumes there, with or without take.over.
        append(other, "20270101/10", 2);
        IngestorProcess third = start(takingOver);
        awaitLines(22);
        third.close();
        append(other, "20270101/10", 2);
        IngestorProcess fourth = start(onOther);
        List<ConsumerRecord<byte[], byte[]>> records = awaitLines(24);
        fourth.close();
        assertSequences(records);
        assertThat(records.stream().map(row -> Headers.text(row.headers(), Headers.FILE)))
                .contains("20270101/9", "20270101/9~1", "20270101/10", "20270101/10~1")
                .doesNotContain("20270101/9~2", "20270101/10~2");
        // Too few bytes do not prove anything.
        append("20270101/9", 20);
        append("20270101/10", 20);
        assertThatThrownBy(() -> start(Map.of("start", "beginning")))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.DATA_FOLDER));
    }

    @Test
    void shouldWaitForAFolderThatIsNotThereYet() throws IOException {
        start(Map.of("source", ""));
        append("20270101/9", 3);
        awaitLines(3);
    }

    @Test
    void shouldRefuseADataFolderThatIsMissingOrAmbiguous() throws IOException {
        assertThatThrownBy(() -> start(Map.of("data.dir", data.resolve("none").toString())))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.DATA_FOLDER))
                .hasMessageContaining("none");
        Files.createDirectories(data.resolve("node_order_statuses"));
        Files.createDirectories(data.resolve("node_order_statuses_by_block"));
        assertThatThrownBy(() -> start(Map.of("source", "")))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.DATA_FOLDER))
                .hasMessageContaining("plain, by-block");
    }
}
