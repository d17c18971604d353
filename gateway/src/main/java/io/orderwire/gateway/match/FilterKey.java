package io.orderwire.gateway.match;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One combination of values that a filter asks for, null for any. Comparable, so that a map finds a key fast even among
 * values that a client chose for their equal hash codes.
 */
final class FilterKey implements Comparable<FilterKey> {
    /** Bits of a mask: which members of a key are given. */
    static final int USER = 1;

    static final int COIN = 2;
    static final int STATUS = 4;
    static final int SIDE = 8;

    /** Combinations of those bits. */
    static final int MASKS = 16;

    private static final int PRIME = 31;
    private static final Comparator<@Nullable String> TEXTS = Comparator.nullsFirst(Comparator.naturalOrder());
    private static final Comparator<byte @Nullable []> BYTES = Comparator.nullsFirst(Arrays::compare);

    private byte @Nullable [] user;
    private int userHash;
    private @Nullable String coin;
    private @Nullable String status;
    private @Nullable String side;

    /** The key of any order. */
    FilterKey() {}

    FilterKey(@Nullable String user, @Nullable String coin, @Nullable String status, @Nullable String side) {
        setUser(user == null ? null : user.getBytes(StandardCharsets.ISO_8859_1));
        set(coin, status, side);
    }

    private void setUser(byte @Nullable [] newUser) {
        user = newUser;
        userHash = Arrays.hashCode(newUser);
    }

    private void set(@Nullable String newCoin, @Nullable String newStatus, @Nullable String newSide) {
        coin = newCoin;
        status = newStatus;
        side = newSide;
    }

    /** Becomes that part of an order, for a probe that is reused: never for a key in a map. */
    FilterKey of(RecordView order, int mask) {
        if ((mask & USER) == 0) {
            user = null;
            userHash = 0;
        } else if (user != order.key()) {
            setUser(order.key());
        }
        set(
                (mask & COIN) == 0 ? null : order.coin(),
                (mask & STATUS) == 0 ? null : order.status(),
                (mask & SIDE) == 0 ? null : order.side());
        return this;
    }

    /** Which members are given. */
    int mask() {
        return (user == null ? 0 : USER)
                | (coin == null ? 0 : COIN)
                | (status == null ? 0 : STATUS)
                | (side == null ? 0 : SIDE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FilterKey key
                && Objects.equals(coin, key.coin)
                && Objects.equals(status, key.status)
                && Objects.equals(side, key.side)
                && Arrays.equals(user, key.user);
    }

    @Override
    public int hashCode() {
        int hash = userHash * PRIME + (coin == null ? 0 : coin.hashCode());
        hash = hash * PRIME + (status == null ? 0 : status.hashCode());
        return hash * PRIME + (side == null ? 0 : side.hashCode());
    }

    @Override
    public int compareTo(FilterKey other) {
        int order = BYTES.compare(user, other.user);
        if (order == 0) {
            order = TEXTS.compare(coin, other.coin);
        }
        if (order == 0) {
            order = TEXTS.compare(status, other.status);
        }
        return order == 0 ? TEXTS.compare(side, other.side) : order;
    }
}
