package io.orderwire.gateway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.order.Users;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Orders in partition 3 of a topic that has 6 partitions now, and had 4. */
class OrderCheckTest {
    private static final int PARTITION = 3;
    private static final int THEN = 4;
    private static final int NOW = 6;

    private final RecordSequences sequences = new RecordSequences(new RecordView(), NOW);

    private static String user(Predicate<byte[]> wanted) {
        return IntStream.range(0, 10_000)
                .mapToObj(number -> String.format("0x%040x", number))
                .filter(user -> wanted.test(UserOf.key(user)))
                .findFirst()
                .orElseThrow();
    }

    private static String moved() {
        return user(user -> Users.partition(user, THEN) == PARTITION && Users.partition(user, NOW) != PARTITION);
    }

    private @Nullable String fault(String key, int part, String user) {
        String value =
                "{\"pos\":\"20260505/17@600\",\"part\":" + part + ",\"seq\":4,\"event\":{\"user\":\"" + user + "\"}}";
        ConsumerRecord<byte[], byte[]> row = new ConsumerRecord<>(
                Topics.DEFAULT.orders(), PARTITION, 9, UserOf.key(key), value.getBytes(StandardCharsets.UTF_8));
        return sequences.fault(row, sequences.turnTo(row));
    }

    @Test
    void shouldAcceptAnOrderFromBeforeItsUserMoved() {
        assertThat(fault(moved(), PARTITION, moved())).isNull();
    }

    @Test
    void shouldRefuseAnOrderOfAUserWhoNeverHadThePartition() {
        String never = user(user -> !Users.isPossible(user, PARTITION, NOW));
        assertThat(fault(never, PARTITION, never)).isEqualTo("the key is not a user of the partition");
    }

    @Test
    void shouldRefuseAFormerOrderOfAnotherPartitionOrUser() {
        String other = user(user -> Users.partition(user, NOW) == PARTITION);
        assertThat(fault(moved(), PARTITION - 1, moved())).isEqualTo("the order is of another partition");
        assertThat(fault(moved(), PARTITION, other)).isEqualTo("the key is not the order's user");
    }
}
