package io.orderwire.gateway.read;

import io.orderwire.contract.order.Users;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** A user of each partition, as it appears in the key and in the value of an order. */
final class UserOf {
    private UserOf() {}

    static String partition(int partition, int partitions) {
        return IntStream.range(0, 1_000)
                .mapToObj(number -> String.format("0x%040x", number))
                .filter(user -> Users.partition(key(user), partitions) == partition)
                .findFirst()
                .orElseThrow();
    }

    static byte[] key(String user) {
        return user.getBytes(StandardCharsets.US_ASCII);
    }
}
