package io.orderwire.gateway.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A random history of a topic of orders: transactions that are aborted and repeated, dead letters, markers in time and late,
 * replaced parsers that still write, numberings that begin again, records of others, and records that are not read.
 */
final class History {
    static final int PARTITIONS = 2;

    private static final String[] USERS = {UserOf.partition(0, PARTITIONS), UserOf.partition(1, PARTITIONS)};

    /** Which unusual records a history contains. */
    enum Taste {
        /** Only parsers write to the topic. */
        HONEST,
        /** Other processes write to the topic, too. */
        FORGED
    }

    /** One event of the node's files. */
    private record Event(long seq, long pos, long ms) {}

    /** The state of a partition's parser. */
    private static final class Writer {
        private final int partition;
        private long nextSeq = 1;
        private long pos = 600;
        private long ms = 1_000;
        private long offset;
        private final List<Event> past = new ArrayList<>();

        Writer(int partition) {
            this.partition = partition;
        }
    }

    private final Random random;
    private final Taste taste;
    private final List<Step> steps = new ArrayList<>();
    private final Writer[] writers;
    private final List<String> notices = new ArrayList<>();
    private final TimestampType stamps;
    private Step.Kind kind = Step.Kind.TAIL;
    private int ids;

    private History(long seed, Taste taste) {
        this.random = new Random(seed);
        this.taste = taste;
        this.writers = IntStream.range(0, PARTITIONS).mapToObj(Writer::new).toArray(Writer[]::new);
        this.stamps = random.nextInt(8) == 0 ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
    }

    /** The history for a seed. */
    static List<Step> of(long seed, Taste taste, int length) {
        History history = new History(seed, taste);
        if (history.random.nextBoolean()) {
            for (Writer writer : history.writers) {
                writer.nextSeq = history.random.nextInt(2_000) + 1L;
            }
            for (int i = history.random.nextInt(8); i > 0; i--) {
                history.act();
            }
        }
        history.kind = Step.Kind.READ;
        while (history.steps.size() < length) {
            history.act();
        }
        return List.copyOf(history.steps);
    }

    private void act() {
        Writer writer = writers[random.nextInt(PARTITIONS)];
        switch (random.nextInt(20)) {
            case 0, 1 -> aborted(writer);
            case 2 -> replaced(writer);
            case 3 -> shedUpstream(writer);
            case 4 -> marker(writer, writer.nextSeq - 1 - random.nextInt(12), random.nextInt(14));
            case 5 -> longSkip(writer);
            case 6 -> restart(writer);
            case 7 -> foreign(writer);
            case 8 -> unread(writer, Step.Kind.SHED);
            case 9 -> unread(writer, Step.Kind.GONE);
            case 10 -> notice(writer);
            case 11 -> rare(writer);
            case 12, 13 -> flush();
            default -> write(writer, events(writer, 1 + random.nextInt(5)));
        }
    }

    private void flush() {
        steps.add(new Step(Step.Kind.FLUSH, 0, null, null));
    }

    /** The next events; some sequences between them are dead letters. */
    private List<Event> events(Writer writer, int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writer.nextSeq += random.nextInt(12) == 0 ? 1 + random.nextInt(3) : 0;
            writer.pos += 600;
            writer.ms += random.nextInt(4);
            events.add(new Event(writer.nextSeq++, writer.pos, writer.ms));
        }
        writer.past.addAll(events);
        return events;
    }

    private void write(Writer writer, List<Event> events) {
        for (Event event : events) {
            add(writer, order(writer, event));
            if (random.nextInt(15) == 0) {
                flush();
            }
        }
    }

    /** The successor repeats the transaction; it sheds a part of it, or no longer sheds a part. */
    private void aborted(Writer writer) {
        List<Event> events = events(writer, 1 + random.nextInt(8));
        int written = random.nextInt(events.size() + 1);
        write(writer, events.subList(0, written));
        int shed = random.nextInt(3) == 0 ? random.nextInt(events.size()) : 0;
        if (shed > 0) {
            range(writer, events.get(0).seq, events.get(shed - 1).seq, id());
        }
        write(writer, events.subList(shed, events.size()));
        if (random.nextInt(3) == 0) {
            write(writer, past(writer, 12));
        }
    }

    private List<Event> past(Writer writer, int most) {
        int count = Math.min(writer.past.size(), 1 + random.nextInt(most));
        return List.copyOf(writer.past.subList(writer.past.size() - count, writer.past.size()));
    }

    /** A replaced parser has written ahead; its successor writes all events. */
    private void replaced(Writer writer) {
        List<Event> events = events(writer, 6 + random.nextInt(6));
        int from = 1 + random.nextInt(4);
        write(writer, events.subList(from, from + 1 + random.nextInt(2)));
        if (random.nextBoolean()) {
            write(writer, events.subList(from, events.size()));
        }
        write(writer, events);
    }

    private void shedUpstream(Writer writer) {
        List<Event> events = events(writer, 1 + random.nextInt(6));
        String id = id();
        long to = events.get(events.size() - 1).seq;
        range(writer, events.get(0).seq, to, id);
        if (random.nextInt(3) == 0) {
            // The transaction was aborted, and the next parser sheds less.
            int kept = random.nextInt(events.size());
            write(writer, events.subList(kept, events.size()));
        }
        if (random.nextInt(4) == 0) {
            range(writer, events.get(0).seq, to, id);
        }
    }

    private void marker(Writer writer, long from, int length) {
        if (from > 0) {
            range(writer, from, from + length, id());
        }
    }

    private void longSkip(Writer writer) {
        if (random.nextInt(3) == 0) {
            writer.nextSeq += Doubt.MOST_MISSING - 2 + random.nextInt(6);
            List<Event> events = events(writer, 1 + random.nextInt(3));
            write(writer, events);
            if (random.nextInt(3) == 0) {
                write(writer, past(writer, 4));
            }
            if (random.nextInt(3) == 0) {
                write(writer, events);
            }
        }
    }

    private void restart(Writer writer) {
        if (random.nextInt(3) == 0) {
            writer.nextSeq = 1 + random.nextInt(random.nextBoolean() ? 3 : 300);
            writer.past.clear();
            writer.ms++;
            write(writer, events(writer, 1 + random.nextInt(4)));
        }
    }

    /** Records that are not read, so that their sequences are missing. */
    private void unread(Writer writer, Step.Kind how) {
        if (kind != Step.Kind.READ || random.nextInt(3) != 0) {
            return;
        }
        kind = how;
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            write(writer, events(writer, 1 + random.nextInt(5)));
            if (random.nextInt(4) == 0) {
                shedUpstream(writer);
            }
            if (random.nextInt(8) == 0) {
                restart(writer);
            }
        }
        kind = Step.Kind.READ;
        if (how == Step.Kind.SHED && !notices.isEmpty() && random.nextBoolean()) {
            steps.add(new Step(Step.Kind.UNREAD, writer.partition, null, notices.get(notices.size() - 1)));
        }
    }

    private void notice(Writer writer) {
        if (notices.isEmpty() || random.nextBoolean()) {
            notices.add(Gap.builder(id(), Gap.Where.INGESTOR, Gap.Reason.AGE)
                    .bytes(7L)
                    .times(1, 2)
                    .build()
                    .toJson());
        }
        String json = notices.get(Math.max(0, notices.size() - 1 - random.nextInt(3)));
        add(writer, marker(writer, json));
    }

    private void rare(Writer writer) {
        switch (random.nextInt(10)) {
            case 0 -> {
                long from = Math.max(1, writer.nextSeq - random.nextInt(10));
                long to = from + Doubt.MOST_NAMED + random.nextInt(3) - 1;
                range(writer, from, to, id());
                if (random.nextBoolean()) {
                    writer.nextSeq = to + 1;
                }
            }
            case 1 -> {
                if (kind == Step.Kind.READ) {
                    steps.add(new Step(Step.Kind.NEW_TOPIC, 0, null, null));
                    for (Writer each : writers) {
                        each.offset = 0;
                        each.past.clear();
                        each.nextSeq = random.nextBoolean() ? 1 : each.nextSeq + random.nextInt(3);
                    }
                }
            }
            default -> {}
        }
    }

    private void foreign(Writer writer) {
        if (taste == Taste.HONEST) {
            return;
        }
        Event next = new Event(writer.nextSeq, writer.pos + 300, writer.ms);
        ConsumerRecord<byte[], byte[]> like = order(writer, next);
        switch (random.nextInt(9)) {
            case 0 -> add(writer, row(writer, like.key(), "{}".getBytes(StandardCharsets.UTF_8), new RecordHeaders()));
            case 1 -> add(writer, row(writer, null, like.value(), new RecordHeaders()));
            case 2 -> add(writer, row(writer, like.key(), Arrays.copyOf(like.value(), 60), new RecordHeaders()));
            case 3 -> add(writer, row(writer, null, null, new RecordHeaders()));
            case 4 -> add(writer, marker(writer, "{\"id\":1}"));
            case 5 ->
                add(
                        writer,
                        marker(
                                writer,
                                Gap.builder("x", Gap.Where.PARSER, Gap.Reason.AGE)
                                        .partition(1 - writer.partition)
                                        .seqs(1L, 2L)
                                        .events(2L)
                                        .times(1, 2)
                                        .build()
                                        .toJson()));
            case 6 -> {
                long from = writer.nextSeq + 2_000 + random.nextInt(9_000);
                range(writer, from, from + random.nextInt(3), id());
            }
            case 7 -> add(writer, order(writer, new Event(1 + random.nextInt(9), writer.pos + 300, writer.ms + 1)));
            default ->
                add(writer, order(writer, new Event(next.seq + 2_000 + random.nextInt(9_000), next.pos, next.ms)));
        }
    }

    private String id() {
        return "g" + ids++;
    }

    private void range(Writer writer, long from, long to, String id) {
        if (from <= to) {
            Gap gap = Gap.builder(id, Gap.Where.PARSER, Gap.Reason.AGE)
                    .partition(writer.partition)
                    .seqs(from, to)
                    .events(to - from + 1)
                    .times(1, 2)
                    .build();
            add(writer, marker(writer, gap.toJson()));
        }
    }

    private ConsumerRecord<byte[], byte[]> marker(Writer writer, String json) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.GAP, Headers.value(json));
        return row(writer, null, null, headers);
    }

    private ConsumerRecord<byte[], byte[]> order(Writer writer, Event event) {
        String user = USERS[writer.partition];
        String json = "{\"pos\":\"20260505/17@" + event.pos + "\",\"part\":" + writer.partition + ",\"seq\":"
                + event.seq + ",\"event\":{\"user\":\"" + user + "\"}}";
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                writer.partition,
                writer.offset,
                stamps == TimestampType.CREATE_TIME ? event.ms : writer.ms,
                stamps,
                0,
                0,
                UserOf.key(user),
                json.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private ConsumerRecord<byte[], byte[]> row(
            Writer writer, byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                writer.partition,
                writer.offset,
                writer.ms,
                stamps,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private void add(Writer writer, ConsumerRecord<byte[], byte[]> row) {
        steps.add(new Step(kind, writer.partition, row, null));
        // The end of a transaction takes an offset, too.
        writer.offset += random.nextInt(6) == 0 ? 2 : 1;
    }
}
