package io.orderwire.ingestor.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.topic.Headers;
import io.orderwire.ingestor.prune.FoundFile.Identity;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.ParserGroup;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.broker.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The facts that Kafka shows about three hours. It is 20:30 on 5 May 2026 by the pruner's clock. */
@Timeout(120)
class KafkaFactsIT {
    private static final Instant NOW = Instant.parse("2026-05-05T20:30:00Z");
    private static final int PARTITIONS = 2;
    private static final HourFile FIRST = HourFile.parse("20260505/1");
    private static final HourFile SECOND = HourFile.parse("20260505/2");
    private static final HourFile THIRD = HourFile.parse("20260505/3");

    private final TestBroker broker = TestBroker.shared();
    private final AtomicInteger steps = new AtomicInteger();
    private Settings settings;
    private KafkaClients clients;
    private Admin admin;
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        List<Option<?>> options = new ArrayList<>(PipelineOptions.ALL);
        options.add(ParserGroup.APPLICATION_ID);
        settings = new Settings.Loader(options)
                .flag("kafka.bootstrap.servers", broker.bootstrapServers())
                .flag("topics.prefix", broker.topics().prefix())
                .flag("partitions", String.valueOf(PARTITIONS))
                .load();
        new TopicSetup(settings).ensure();
        clients = new KafkaClients(settings);
        admin = clients.admin("test");
        producer = clients.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test"));
        producer.initTransactions();
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        broker.close();
    }

    private Facts.Proof facts() {
        return facts(Duration.ofSeconds(30));
    }

    private Facts.Proof facts(Duration timeout) {
        return new KafkaFacts(
                        clients,
                        ParserGroup.of(settings),
                        Set.of(clients.topics().gaps()),
                        timeout,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        steps::incrementAndGet)
                .read(begun());
    }

    /** Commits a record of each of those hours; each record and the marker after it take two offsets. */
    private void raw(int partition, HourFile... hours) {
        for (HourFile hour : hours) {
            ProducerRecord<byte[], byte[]> row =
                    new ProducerRecord<>(clients.topics().raw(), partition, null, new byte[] {'\n'});
            row.headers().add(Headers.FILE, Headers.value(hour));
            producer.beginTransaction();
            producer.send(row);
            producer.commitTransaction();
        }
    }

    private void sendGap(HourFile hour) {
        String from = hour + "@5";
        Gap gap = Gap.builder("id", Gap.Where.INGESTOR, Gap.Reason.AGE)
                .positions(from, hour + "@9")
                .bytes(4L)
                .times(1, 2)
                .build();
        producer.send(new ProducerRecord<>(
                clients.topics().gaps(), 0, null, gap.toJson().getBytes(StandardCharsets.UTF_8)));
    }

    private void commit(String group, int partition, long offset) throws Exception {
        TopicPartition raw = new TopicPartition(clients.topics().raw(), partition);
        admin.alterConsumerGroupOffsets(group, Map.of(raw, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private void parsed(int partition, long offset) throws Exception {
        commit(ParserGroup.of(settings).name(), partition, offset);
    }

    private void deleteBefore(TopicPartition partition, long offset) throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    private static PruneDecision judge(Facts.Proof proof, HourFile hour) {
        FileTime modified = FileTime.fromMillis(Judge.startMs(hour));
        return proof.judge(new FoundFile(hour, Path.of("file"), new Identity("inode", 1, modified)));
    }

    @Test
    void shouldNameTheFilesOfRecordsThatAreNotParsed() throws Exception {
        raw(0, FIRST, SECOND);
        raw(1, THIRD);
        parsed(0, 1);
        parsed(1, 1);

        Facts.Proof proof = facts();

        assertThat(judge(proof, FIRST)).isEqualTo(PruneDecision.DELETE);
        assertThat(judge(proof, SECOND).text()).isEqualTo("not parsed yet (partition 0 at offset 1 of 4)");
        assertThat(judge(proof, THIRD)).isEqualTo(PruneDecision.DELETE);
        assertThat(steps).as("waiting for Kafka makes steps").hasPositiveValue();
    }

    @Test
    void shouldTakeAllForUnparsedThatAGroupWithoutOffsetsDidNotRead() {
        raw(0, FIRST);

        assertThat(judge(facts(), FIRST).reason()).isEqualTo(Reason.UNPARSED);
    }

    /** Its headers may name the file in another way, or under another name. */
    @Test
    void shouldKeepAllFilesWhileARecordOfALaterVersionIsNotParsed() {
        ProducerRecord<byte[], byte[]> later =
                new ProducerRecord<>(clients.topics().raw(), 0, null, new byte[1]);
        later.headers().add(Headers.VERSION, Headers.value(2));
        producer.beginTransaction();
        producer.send(later);
        producer.commitTransaction();

        assertThat(judge(facts(), THIRD).text())
                .isEqualTo("not parsed yet (partition 0 at offset 0 of 2; a later version wrote offset 0)");
    }

    @Test
    void shouldDoubtAllFilesWhileRecordsAreGoneUnparsedOrShed() throws Exception {
        raw(0, FIRST, SECOND);
        parsed(0, 1);
        deleteBefore(new TopicPartition(clients.topics().raw(), 0), 3);

        assertThat(judge(facts(), THIRD).text()).contains("raw records from offset 1 to 3 are gone");

        parsed(0, 4);
        commit(ParserGroup.of(settings).jumps(), 0, 4);
        assertThat(judge(facts(), THIRD).text()).contains("skipped records before offset 4");
    }

    @Test
    void shouldFindLosses() {
        producer.beginTransaction();
        sendGap(FIRST);
        producer.commitTransaction();

        Facts.Proof proof = facts();

        assertThat(judge(proof, FIRST).reason()).isEqualTo(Reason.LOST);
        assertThat(judge(proof, SECOND)).isEqualTo(PruneDecision.DELETE);
    }

    @Test
    void shouldNotMissALossWhoseTransactionIsStillOpen() {
        producer.beginTransaction();
        sendGap(FIRST);
        producer.flush();

        assertThatThrownBy(() -> facts(Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                .hasMessageContaining("the end of " + clients.topics().gaps() + " was not reached within 1000 ms");

        producer.commitTransaction();
        assertThat(judge(facts(), FIRST).reason()).isEqualTo(Reason.LOST);
    }

    @Test
    void shouldKnowNothingOfTheTimeBeforeTheGapsThatAreKept() throws Exception {
        producer.beginTransaction();
        sendGap(FIRST);
        producer.commitTransaction();
        deleteBefore(new TopicPartition(clients.topics().gaps(), 0), 2);

        Facts.Proof proof = facts();

        assertThat(judge(proof, FIRST)).as("it is not older than the retention").isEqualTo(PruneDecision.DELETE);
        HourFile old = HourFile.parse("20260428/20");
        assertThat(judge(proof, old).text()).contains("gaps of that time are no longer kept");
    }

    private static long[] begun() {
        long[] nextSeq = new long[PARTITIONS];
        Arrays.fill(nextSeq, 1);
        return nextSeq;
    }
}
