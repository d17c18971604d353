package io.orderwire.gateway;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.topic.Headers;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.guarantees.ReceivedDeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records like parsers that die, restart with another parse result, and continue for a while after another parser
 * has taken over. Each event ends as an order, a dead letter or a reported loss in a committed transaction; aborted
 * transactions show events before, ahead of the others, or with another result.
 */
final class FakeParser implements AutoCloseable {
    /** An event in its partition; a dead letter when {@code order} is null. */
    record Event(int partition, long seq, @Nullable Made order) {}

    private static final int LONGEST_BLOCK = 20;

    private final TestBroker broker;
    private final Random random;
    private final OrderMaker maker;
    private final List<List<Event>> events = new ArrayList<>();
    private final int[] committed;
    private final List<String> losses = new ArrayList<>();
    private Transactions owner;
    private Transactions zombie;
    private @Nullable Gap pendingLoss;

    /** Makes {@code count} events; none is written yet. */
    FakeParser(TestBroker broker, long seed, int partitions, int count) {
        this.broker = broker;
        this.random = new Random(seed);
        this.maker = new OrderMaker(seed, partitions);
        this.committed = new int[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            events.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            if (random.nextInt(30) == 0) {
                deadLetter(random.nextInt(partitions));
            } else {
                order(maker.next());
            }
        }
        this.owner = new Transactions();
        this.zombie = new Transactions();
    }

    private void deadLetter(int partition) {
        maker.skip(partition, 1);
        events.get(partition).add(new Event(partition, events.get(partition).size() + 1, null));
    }

    private void order(Made made) {
        events.get(made.partition()).add(new Event(made.partition(), made.seq(), made));
    }

    /** All events. */
    List<Event> events() {
        return events.stream().flatMap(List::stream).toList();
    }

    /** The dead letters, as in their topic. */
    List<ReceivedDeadLetter> deadLetters() {
        return events().stream()
                .filter(event -> event.order == null)
                .map(event -> new ReceivedDeadLetter(
                        Position.parse("20260505/18~" + (event.partition + 1) + "@" + event.seq),
                        event.partition,
                        event.seq,
                        "not-json"))
                .toList();
    }

    /** Ids of the losses that touch all partitions. */
    List<String> losses() {
        return losses;
    }

    /** Writes all events, and then an order of each of {@code lastUsers}. */
    void run(List<String> lastUsers) {
        while (!isDone()) {
            transaction();
            if (random.nextInt(10) == 0) {
                Transactions fresh = zombie.isOpen() ? new Transactions() : zombie;
                zombie.end(false);
                zombie = owner;
                owner = fresh;
            }
        }
        zombie.end(false);
        for (String user : lastUsers) {
            order(maker.make(user, "BTC", "open", "B"));
        }
        owner.begin();
        for (int partition = 0; partition < committed.length; partition++) {
            write(owner, partition, committed[partition], events.get(partition).size(), false);
        }
        owner.end(true);
    }

    private boolean isDone() {
        for (int partition = 0; partition < committed.length; partition++) {
            if (committed[partition] < events.get(partition).size()) {
                return false;
            }
        }
        return true;
    }

    private void transaction() {
        int[] at = committed.clone();
        owner.begin();
        for (int blocks = random.nextInt(8); blocks >= 0; blocks--) {
            int partition = random.nextInt(at.length);
            int to = end(partition, at[partition]);
            write(owner, partition, at[partition], to, random.nextInt(8) == 0);
            at[partition] = to;
            if (random.nextInt(6) == 0) {
                haunt(partition, at[partition]);
            }
            if (random.nextInt(40) == 0 || pendingLoss != null) {
                lose();
            }
        }
        boolean commits = random.nextInt(4) > 0;
        owner.end(commits);
        if (commits) {
            System.arraycopy(at, 0, committed, 0, at.length);
            pendingLoss = null;
        }
        if (random.nextInt(4) == 0) {
            zombie.end(false);
        }
    }

    /** Another parser writes later events in a transaction that it will not commit. */
    private void haunt(int partition, int at) {
        int from = Math.min(events.get(partition).size(), at + random.nextInt(2 * LONGEST_BLOCK));
        zombie.begin();
        write(zombie, partition, from, end(partition, from), random.nextInt(5) == 0);
    }

    private int end(int partition, int from) {
        return Math.min(events.get(partition).size(), from + 1 + random.nextInt(LONGEST_BLOCK));
    }

    /** A loss of the ingestor that is reported again until it is committed. */
    private void lose() {
        if (pendingLoss == null) {
            pendingLoss = Gap.builder(UUID.randomUUID().toString(), Gap.Where.INGESTOR, Gap.Reason.AGE)
                    .positions("20260505/17@1", "20260505/17@9")
                    .bytes(8L)
                    .times(1, 2)
                    .build();
            losses.add(pendingLoss.id());
        }
        for (int partition = 0; partition < committed.length; partition++) {
            owner.marker(partition, pendingLoss);
        }
    }

    private void write(Transactions by, int partition, int from, int to, boolean asLoss) {
        List<Event> block = events.get(partition).subList(from, to);
        if (block.isEmpty()) {
            return;
        }
        if (asLoss) {
            long first = block.get(0).seq;
            long last = block.get(block.size() - 1).seq;
            by.marker(
                    partition,
                    Gap.builder(UUID.randomUUID().toString(), Gap.Where.PARSER, Gap.Reason.AGE)
                            .partition(partition)
                            .seqs(first, last)
                            .positions("20260505/17@1", "20260505/17@9")
                            .events(last - first + 1)
                            .times(1, 2)
                            .build());
        }
        for (Event event : block) {
            if (!asLoss && event.order != null) {
                by.send(partition, event.order.key(), event.order.value(), null);
            }
        }
        by.flush();
    }

    @Override
    public void close() {
        owner.close();
        zombie.close();
    }

    /** A producer that may have an open transaction. */
    private final class Transactions implements AutoCloseable {
        private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                UUID.randomUUID().toString(),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class));
        private boolean open;

        Transactions() {
            producer.initTransactions();
        }

        boolean isOpen() {
            return open;
        }

        void begin() {
            if (!open) {
                producer.beginTransaction();
                open = true;
            }
        }

        void end(boolean commit) {
            if (open && commit) {
                producer.commitTransaction();
            } else if (open) {
                producer.abortTransaction();
            }
            open = false;
        }

        void marker(int partition, Gap gap) {
            send(partition, null, null, gap);
        }

        void send(int partition, byte @Nullable [] key, byte @Nullable [] value, @Nullable Gap gap) {
            ProducerRecord<byte[], byte[]> row =
                    new ProducerRecord<>(broker.topics().orders(), partition, System.currentTimeMillis(), key, value);
            if (gap != null) {
                row.headers().add(new RecordHeader(Headers.GAP, Headers.value(gap.toJson())));
            }
            producer.send(row);
        }

        void flush() {
            producer.flush();
        }

        @Override
        public void close() {
            end(false);
            producer.close();
        }
    }
}
