package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.order.Users;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.topic.Headers;
import io.orderwire.parser.stats.ParserMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** Blocks that were written when partition 5 was one of 8, read when there are 12. */
class LineParserTest {
    private static final int PARTITION = 5;
    private static final int THEN = 8;
    private static final int NOW = 12;

    private final List<String> sinks = new ArrayList<>();
    private final LineParser parser = new LineParser(
            NOW, PARTITION, new ParserMetrics(new SimpleMeterRegistry()), (outgoing, sink) -> sinks.add(sink));

    private static String user(Predicate<byte[]> wanted) {
        return IntStream.range(0, 10_000)
                .mapToObj(number -> String.format("0x%040x", number))
                .filter(user -> wanted.test(bytes(user)))
                .findFirst()
                .orElseThrow();
    }

    private static String moved() {
        return user(user -> Users.partition(user, THEN) == PARTITION && Users.partition(user, NOW) != PARTITION);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void parse(String user, String partitions) {
        Offsets offsets = new Offsets();
        offsets.add(0);
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.FILE, bytes("20260505/17"));
        headers.add(Headers.SEQ, Headers.value(1));
        headers.add(Headers.EVENTS, Headers.value(1));
        headers.add(Headers.OFFSETS, offsets.toHeader());
        if (!partitions.isEmpty()) {
            headers.add(Headers.PARTITIONS, bytes(partitions));
        }
        String line = "{\"time\":\"t\",\"user\":\"" + user
                + "\",\"status\":\"open\",\"order\":{\"coin\":\"BTC\",\"oid\":1}}\n";
        parser.forward(RawBlock.of(new Record<>(null, bytes(line), 1, headers)), 1);
    }

    @Test
    void shouldAcceptAUserOfThePartitionWhenTheBlockWasWritten() {
        parse(moved(), "8");
        assertThat(sinks).containsExactly(ParserTopology.ORDERS);
    }

    @Test
    void shouldRefuseAUserOfAnotherPartitionWhenTheBlockWasWritten() {
        parse(moved(), "12");
        parse(user(user -> Users.partition(user, THEN) != PARTITION && Users.partition(user, NOW) == PARTITION), "8");
        assertThat(sinks).containsExactly(ParserTopology.DEAD_LETTERS, ParserTopology.DEAD_LETTERS);
    }

    @Test
    void shouldAcceptAUserThatMayHaveMovedIfTheBlockDoesNotSay() {
        parse(moved(), "");
        parse(user(user -> Users.partition(user, NOW) == PARTITION), "");
        assertThat(sinks).containsExactly(ParserTopology.ORDERS, ParserTopology.ORDERS);
    }

    @Test
    void shouldRefuseAUserThatNeverHadThePartition() {
        parse(user(user -> !Users.isPossible(user, PARTITION, NOW)), "");
        assertThat(sinks).containsExactly(ParserTopology.DEAD_LETTERS);
    }
}
