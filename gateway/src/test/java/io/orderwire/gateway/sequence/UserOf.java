package io.orderwire.gateway.sequence;

import io.orderwire.contract.order.Users;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** A user of each partition, as it appears in the key and in the value of an order. */
public final class UserOf {
    private UserOf() {}

    /** The user of that partition. */
    public static String partition(int partition, int partitions) {
        return IntStream.range(0, 1_000)
                .mapToObj(number -> String.format("0x%040x", number))
                .filter(user -> Users.partition(key(user), partitions) == partition)
                .findFirst()
                .orElseThrow();
    }

    /** The user as the key of a record. */
    public static byte[] key(String user) {
        return user.getBytes(StandardCharsets.US_ASCII);
    }
}
