package io.orderwire.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.Test;

class KafkaConditionTest {
    private static final long MIB = 1L << 20;
    private static final long SILENT = KafkaCondition.SILENCE_NANOS + 1;

    private final KafkaCondition condition = new KafkaCondition(new BrokerDisk.Limits(10 * MIB, 5), 0);

    private static BrokerDisk disk(long totalMib, long usableMib) {
        return BrokerDisk.of(Map.of("/data", new LogDirDescription(null, Map.of(), totalMib * MIB, usableMib * MIB)));
    }

    private List<String> texts(long nowNanos) {
        return condition.findings(nowNanos).stream()
                .map(KafkaCondition.Finding::text)
                .toList();
    }

    private List<String> notReady(long nowNanos) {
        return condition.findings(nowNanos).stream()
                .filter(KafkaCondition.Finding::notReady)
                .map(KafkaCondition.Finding::text)
                .toList();
    }

    @Test
    void shouldSayNothingOfBrokersThatAnswerAndHaveRoom() {
        condition.answered(1, disk(1_000, 500), 0);
        condition.answered(2, BrokerDisk.UNKNOWN, 0);

        assertThat(texts(0)).isEmpty();
        assertThat(condition.leastShare()).isEqualTo(0.5);
    }

    /** A number would read as a measured disk. */
    @Test
    void shouldNotStateAShareOfUnknownDisks() {
        assertThat(condition.leastShare()).isNaN();

        condition.answered(1, BrokerDisk.UNKNOWN, 0);

        assertThat(condition.leastShare()).isNaN();
    }

    @Test
    void shouldReportADiskThatIsNearlyFullByBytesOrByPart() {
        condition.answered(1, disk(100, 9), 0);
        condition.answered(2, disk(1_000, 49), 0);
        condition.answered(3, disk(1_000, 51), 0);

        assertThat(texts(0))
                .containsExactly(
                        "the disk of broker 1 of Kafka has 9.0 MiB of 100.0 MiB left",
                        "the disk of broker 2 of Kafka has 49.0 MiB of 1000.0 MiB left");
        assertThat(notReady(0)).isEmpty();
    }

    @Test
    void shouldReportTheFullestOfABrokersDisksAndOneThatFailed() {
        condition.answered(
                1,
                BrokerDisk.of(Map.of(
                        "/a", new LogDirDescription(null, Map.of(), 1_000 * MIB, 900 * MIB),
                        "/b", new LogDirDescription(null, Map.of(), 1_000 * MIB, 4 * MIB))),
                0);
        condition.answered(
                2, BrokerDisk.of(Map.of("/c", new LogDirDescription(new KafkaStorageException("gone"), Map.of()))), 0);

        assertThat(texts(0))
                .containsExactly(
                        "the disk of broker 1 of Kafka has 4.0 MiB of 1000.0 MiB left",
                        "broker 2 of Kafka cannot use its disk: /c: gone");
    }

    @Test
    void shouldReportASilenceTogetherWithTheLastStateOfTheFullestDisk() {
        condition.answered(1, disk(64, 32), 0);
        condition.answered(2, disk(64, 0), 0);

        assertThat(texts(KafkaCondition.SILENCE_NANOS)).hasSize(1);
        assertThat(notReady(SILENT))
                .containsExactly("Kafka does not answer; the disk of broker 2 had 0 B of 64.0 MiB left");

        condition.answered(1, disk(64, 32), SILENT);
        condition.answered(2, disk(64, 32), SILENT);
        assertThat(texts(SILENT)).isEmpty();
    }

    @Test
    void shouldReportThatKafkaHasNeverAnswered() {
        assertThat(notReady(KafkaCondition.SILENCE_NANOS)).isEmpty();
        assertThat(notReady(SILENT)).containsExactly("Kafka does not answer");
    }

    @Test
    void shouldBeReadyWithoutOneOfThreeAndNotWithoutTwo() {
        condition.answered(1, disk(64, 32), 0);
        condition.answered(2, disk(64, 32), SILENT);
        condition.answered(3, disk(64, 32), SILENT);

        assertThat(notReady(SILENT)).isEmpty();
        assertThat(texts(SILENT))
                .containsExactly("broker 1 of Kafka does not answer; its disk had 32.0 MiB of 64.0 MiB left");
        assertThat(condition.silent(SILENT)).isEqualTo(1);

        condition.answered(3, disk(64, 32), 2 * SILENT);
        assertThat(notReady(2 * SILENT)).containsExactly("only 1 of 3 brokers of Kafka answer");
    }

    @Test
    void shouldForgetABrokerThatIsGoneForGood() {
        long later = KafkaCondition.FORGET_NANOS + TimeUnit.SECONDS.toNanos(1);
        condition.exists(1, 0);
        condition.answered(2, disk(64, 32), later);

        assertThat(texts(later)).isEmpty();
    }
}
