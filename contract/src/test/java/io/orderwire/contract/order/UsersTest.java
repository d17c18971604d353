package io.orderwire.contract.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsersTest {
    private static byte[] user(int number) {
        return String.format("0x%040x", number).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void shouldFindThePartitionsOfEachNumberUpToThePresentOne() {
        for (int number = 0; number < 500; number++) {
            byte[] user = user(number);
            for (int partition = 0; partition < 14; partition++) {
                int wanted = partition;
                boolean was = IntStream.rangeClosed(1, 12).anyMatch(count -> Users.partition(user, count) == wanted);
                assertThat(Users.isPossible(user, partition, 12))
                        .as("user %d in partition %d", number, partition)
                        .isEqualTo(was);
            }
        }
    }

    /** Otherwise the check would not find any foreign record. */
    @Test
    void shouldExcludeMostUsersFromALatePartition() {
        long possible = IntStream.range(0, 1_000)
                .filter(number -> Users.isPossible(user(number), 7, 8))
                .count();
        assertThat(possible).isBetween(80L, 180L);
    }
}
