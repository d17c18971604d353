package io.orderwire.contract.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
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

    @Test
    void shouldChooseThePartitionOfKafkasPartitioner() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] key = new byte[i % 4 == 0 ? Users.LENGTH : random.nextInt(50)];
            random.nextBytes(key);
            int partitions = 1 + random.nextInt(i % 2 == 0 ? 64 : Integer.MAX_VALUE);
            assertThat(Users.partition(key, partitions)).isEqualTo(Utils.toPositive(Utils.murmur2(key)) % partitions);
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

    /** Each byte at each place of an address, against the definition. */
    @Test
    void shouldCopyHexadecimalDigitsOnly() {
        byte[] text =
                (" " + "0x" + "0123456789abcdefABCDEF000000000000000000" + " ").getBytes(StandardCharsets.US_ASCII);
        for (int at = 1; at <= Users.LENGTH; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] line = text.clone();
                line[at] = (byte) value;
                boolean valid = at < 3 ? line[at] == text[at] : "0123456789abcdefABCDEF".indexOf(value) >= 0;
                byte[] copy = new byte[Users.LENGTH];

                assertThat(Users.copyLowerCase(line, 1, 1 + Users.LENGTH, copy))
                        .as("%d at %d", value, at)
                        .isEqualTo(valid);
                if (valid) {
                    String expected = new String(line, 1, Users.LENGTH, StandardCharsets.US_ASCII);
                    assertThat(new String(copy, StandardCharsets.US_ASCII))
                            .isEqualTo(expected.toLowerCase(Locale.ROOT));
                }
            }
        }
    }
}
