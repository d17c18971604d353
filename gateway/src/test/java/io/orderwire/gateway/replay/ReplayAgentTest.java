package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.order.OrderPackWriter;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.hub.FrameStream;
import io.orderwire.gateway.hub.LiveStreams;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.sequence.UserOf;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.agent.Agent;
import io.orderwire.websocket.limit.Payer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Runs the agent step by step, without a thread. */
class ReplayAgentTest {
    private static final int PARTITIONS = ReplayFixture.PARTITIONS;
    private static final Payer PAYER = new Payer("192.0.2.1", null);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReplayMailboxes mailboxes = new ReplayMailboxes(10, () -> {});
    private final ReplayFixture.Connection connection = new ReplayFixture.Connection();
    private long nowNanos = TimeUnit.HOURS.toNanos(1);
    private final ReplayFixture fixture = new ReplayFixture(() -> nowNanos);
    private Supplier<Consumer<byte[], byte[]>> kafka = ReplayAgentTest::consumer;
    private Supplier<FrameStream> frames = NoOrders::new;
    private int connections;
    private final ReplayAgent agent = new ReplayAgent(
            new ReplayAgent.Source(
                    () -> {
                        connections++;
                        return kafka.get();
                    },
                    Topics.DEFAULT.orders(),
                    PARTITIONS,
                    100_000,
                    System::currentTimeMillis,
                    () -> nowNanos),
            ReplayFixture.streams(() -> frames.get()),
            mailboxes,
            new GatewayMetrics(meters));

    /** A topic that ends at offset 5,000 and whose records are gone. */
    private static MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            offsets.put(new TopicPartition(Topics.DEFAULT.orders(), partition), 5_000L);
        }
        consumer.updateBeginningOffsets(offsets);
        consumer.updateEndOffsets(offsets);
        return consumer;
    }

    private static MockConsumer<byte[], byte[]> failing() {
        MockConsumer<byte[], byte[]> consumer = consumer();
        consumer.setPollException(new TimeoutException("no answer"));
        return consumer;
    }

    private Replay handIn(String id) {
        Replay replay = fixture.replay(connection, id, PAYER);
        mailboxes.commands().offer(new ReplayCommand.Begin(replay, ReplayFixture.live()));
        return replay;
    }

    /** Counts flushes. */
    private static class Counting extends NoOrders {
        int flushes;
        int ends;

        @Override
        public void flushDue() {
            flushes++;
        }

        @Override
        public void flushAll() {
            ends++;
        }
    }

    @Test
    void shouldKeepSpeakingToThoseThatHaveBegunWhileKafkaDoesNotAnswer() {
        Counting begun = new Counting();
        frames = () -> begun;
        kafka = ReplayAgentTest::failing;
        handIn("a");
        agent.doWork();
        assertThat(connection.messages).singleElement().asString().contains("subscriptionResponse");
        assertThat(begun.flushes).isEqualTo(1);

        Counting unheard = new Counting();
        frames = () -> unheard;
        kafka = () -> {
            throw new TimeoutException("no answer");
        };
        handIn("b");
        for (int failure = 2; failure < 5; failure++) {
            nowNanos += TimeUnit.MILLISECONDS.toNanos(500);
            agent.doWork();
            assertThat(begun.flushes).isEqualTo(failure);
        }
        assertThat(unheard.flushes).as("was sent anything").isZero();
        assertThat(connection.messages).as("got the cursor at which it begins").hasSize(1);
    }

    /** A wait inside a step would delay commands, and ending the pause early would query Kafka too often. */
    @Test
    void shouldTakeInCommandsWhileItPausesAfterAFailure() {
        kafka = ReplayAgentTest::failing;
        handIn("a");
        agent.doWork();
        assertThat(connections).isEqualTo(1);
        Replay ended = handIn("b");
        ended.end();
        handIn("c");

        assertThat(agent.doWork()).isZero();
        assertThat(mailboxes.commands().size()).isZero();
        assertThat(connections).as("did not ask Kafka again").isEqualTo(1);
        assertThat(agent.idleNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));

        kafka = ReplayAgentTest::consumer;
        nowNanos += agent.idleNanos();
        agent.doWork();
        assertThat(connections).isEqualTo(2);
        assertThat(connection.messages)
                .as("answers to a and c, not to b")
                .filteredOn(message -> message.contains("subscriptionResponse"))
                .hasSize(2);
    }

    @Test
    void shouldEndOnlyTheReplayThatFails() {
        Counting sound = new Counting();
        frames = () -> sound;
        handIn("sound");
        frames = () -> sound;
        agent.doWork();
        ReplayFixture.Connection atOnce = new ReplayFixture.Connection();
        frames = () -> {
            throw new StackOverflowError("injected");
        };
        Replay first = fixture.replay(atOnce, "first", PAYER);
        mailboxes.commands().offer(new ReplayCommand.Begin(first, ReplayFixture.live()));
        agent.doWork();
        assertThat(first.isWanted()).isFalse();

        ReplayFixture.Connection later = new ReplayFixture.Connection();
        frames = () -> new NoOrders() {
            @Override
            public void flushDue() {
                throw new IllegalStateException("injected");
            }
        };
        Replay second = fixture.replay(later, "second", PAYER);
        mailboxes.commands().offer(new ReplayCommand.Begin(second, ReplayFixture.live()));
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        agent.doWork();
        assertThat(later.messages).first().asString().contains("subscriptionResponse");
        assertThat(second.isWanted()).isFalse();

        Counting third = new Counting();
        frames = () -> third;
        handIn("third");
        agent.doWork();
        assertThat(third.flushes).as("the agent continues").isEqualTo(1);
    }

    @Test
    void shouldReportThatItHasComeNearTheLiveStreamAndWaitForTheHub() {
        handIn("a");
        agent.doWork();

        assertThat(mailboxes.reports().size()).isEqualTo(1);
        ReplayReport.NearLive near = (ReplayReport.NearLive) mailboxes.reports().poll();
        agent.doWork();
        assertThat(mailboxes.reports().size()).isZero();
        assertThat(agent.idleNanos()).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));

        long earliest = nowNanos + TimeUnit.MILLISECONDS.toNanos(50);
        mailboxes.commands().force(new ReplayCommand.ReadOn(near.run(), earliest));
        agent.doWork();
        assertThat(mailboxes.reports().size()).as("not at once").isZero();
        nowNanos = earliest;
        agent.doWork();
        assertThat(mailboxes.reports().poll()).isInstanceOf(ReplayReport.NearLive.class);

        mailboxes.commands().force(new ReplayCommand.ReadTo(near.run(), near.stand()));
        agent.doWork();
        assertThat(mailboxes.reports().poll()).isEqualTo(new ReplayReport.AtEnd(near.run(), true));
    }

    @Test
    void shouldCloseTheConnectionToKafkaWhenNothingWasReadForAWhile() {
        handIn("a").end();
        assertThat(agent.doWork()).isZero();
        assertThat(agent.idleNanos()).isEqualTo(Agent.UNTIL_WOKEN);
        Replay replay = handIn("b");
        agent.doWork();
        replay.end();
        agent.doWork();
        assertThat(agent.idleNanos()).isNotEqualTo(Agent.UNTIL_WOKEN);
        nowNanos += TimeUnit.SECONDS.toNanos(11);
        agent.doWork();
        assertThat(agent.idleNanos()).isEqualTo(Agent.UNTIL_WOKEN);
    }

    /** Notes the sequences of orders. */
    private static final class Noting extends NoOrders {
        private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
        final List<Long> seqs = new ArrayList<>();

        @Override
        public void order(RecordView order) {
            Matcher seq = SEQ.matcher(new String(order.value(), StandardCharsets.UTF_8));
            assertThat(seq.find()).isTrue();
            seqs.add(Long.parseLong(seq.group(1)));
        }
    }

    /** Records of 100 orders each, in the only partition that a replay of this class reads. */
    private static MockConsumer<byte[], byte[]> packs(int count) {
        int partition =
                LiveStreams.partitionsOf(Set.of(ReplayFixture.USER), PARTITIONS).nextSetBit(0);
        TopicPartition topic = new TopicPartition(Topics.DEFAULT.orders(), partition);
        List<ConsumerRecord<byte[], byte[]>> rows = new ArrayList<>();
        OrderPackWriter packs = new OrderPackWriter();
        for (long seq = 1; rows.size() < count; seq++) {
            String order = "{\"pos\":\"20260505/17@" + seq * 600 + "\",\"part\":" + partition + ",\"seq\":" + seq
                    + ",\"event\":{\"user\":\"" + ReplayFixture.USER + "\"}}";
            byte[] value = order.getBytes(StandardCharsets.UTF_8);
            assertThat(packs.add(UserOf.key(ReplayFixture.USER), value, 0, "BTC", "open", seq))
                    .isTrue();
            if (packs.count() == 100) {
                ConsumerRecord<byte[], byte[]> row =
                        new ConsumerRecord<>(topic.topic(), partition, rows.size(), null, packs.value());
                packs.addTo((RecordHeaders) row.headers());
                rows.add(row);
                packs.clear();
            }
        }
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                rows.stream().filter(row -> row.offset() >= position(topic)).forEach(this::addRecord);
                return super.poll(timeout);
            }
        };
        Map<TopicPartition, Long> begins = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int number = 0; number < PARTITIONS; number++) {
            begins.put(new TopicPartition(topic.topic(), number), 0L);
            ends.put(new TopicPartition(topic.topic(), number), number == partition ? (long) count : 0L);
        }
        consumer.updateBeginningOffsets(begins);
        consumer.updateEndOffsets(ends);
        return consumer;
    }

    /** A poll may have far more orders than fit into the send queue of a client. */
    @Test
    void shouldReadRecordsWithSeveralOrdersInPartsAndEachOnce() {
        kafka = () -> packs(100);
        Noting first = new Noting();
        frames = () -> first;
        handIn("a");
        agent.doWork();
        assertThat(first.seqs).hasSize(300);
        for (int step = 0; step < 5; step++) {
            nowNanos += TimeUnit.MILLISECONDS.toNanos(200);
            agent.doWork();
        }
        assertThat(first.seqs).hasSizeBetween(600, 2_000);
        assertThat(meters.counter("orderwire.gateway.replayed").count()).isEqualTo(first.seqs.size());

        Noting second = new Noting();
        frames = () -> second;
        handIn("b");
        while (mailboxes.reports().size() < 2) {
            nowNanos += TimeUnit.MILLISECONDS.toNanos(200);
            agent.doWork();
        }
        for (Noting each : List.of(first, second)) {
            assertThat(each.seqs)
                    .hasSizeGreaterThanOrEqualTo(8_000)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, each.seqs.size()).boxed().toList());
        }
    }

    @Test
    void shouldSendALastFrameWhenItStops() {
        Counting frame = new Counting();
        frames = () -> frame;
        kafka = ReplayAgentTest::failing;
        handIn("a");
        agent.doWork();
        agent.onClose();
        assertThat(frame.ends).isEqualTo(1);
    }
}
