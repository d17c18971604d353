package io.orderwire.gateway.match;

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
    private static final byte[] NOBODY = {};

    private final @Nullable String user;
    private byte[] probed = NOBODY;
    private byte[] hashed = NOBODY;
    private int hashOfHashed;
    private int userHash;
    private @Nullable String coin;
    private @Nullable String status;
    private @Nullable String side;

    /** A probe, which takes the values of one order after the other. */
    FilterKey() {
        this(null, null, null, null);
    }

    FilterKey(@Nullable String user, @Nullable String coin, @Nullable String status, @Nullable String side) {
        this.user = user;
        this.userHash = user == null ? 0 : user.hashCode();
        set(coin, status, side);
    }

    private void set(@Nullable String newCoin, @Nullable String newStatus, @Nullable String newSide) {
        coin = newCoin;
        status = newStatus;
        side = newSide;
    }

    /** Sets this probe to the values of an order that {@code mask} selects. Must not be called on a key in a map. */
    FilterKey of(RecordView order, int mask) {
        byte[] key = (mask & USER) == 0 ? NOBODY : order.key();
        // Masks with the user and without it alternate: the hash of an order's user is computed once.
        if (key != NOBODY && hashed != key) {
            hashed = key;
            hashOfHashed = hash(key);
        }
        probed = key;
        userHash = key == NOBODY ? 0 : hashOfHashed;
        set(
                (mask & COIN) == 0 ? null : order.coin(),
                (mask & STATUS) == 0 ? null : order.status(),
                (mask & SIDE) == 0 ? null : order.side());
        return this;
    }

    /** The hash code of the same characters as a String. */
    private static int hash(byte[] text) {
        int hash = 0;
        for (byte one : text) {
            hash = PRIME * hash + (one & 0xFF);
        }
        return hash;
    }

    /** An address is compared within the record, so that no String is created per order. */
    private int userLength() {
        return user == null ? probed.length : user.length();
    }

    private int userAt(int index) {
        return user == null ? probed[index] & 0xFF : user.charAt(index);
    }

    private int compareUsers(FilterKey other) {
        int length = Math.min(userLength(), other.userLength());
        for (int i = 0; i < length; i++) {
            int order = userAt(i) - other.userAt(i);
            if (order != 0) {
                return order;
            }
        }
        return userLength() - other.userLength();
    }

    /** Which members are given. */
    int mask() {
        return (userLength() == 0 ? 0 : USER)
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
                && compareUsers(key) == 0;
    }

    @Override
    public int hashCode() {
        int hash = userHash * PRIME + (coin == null ? 0 : coin.hashCode());
        hash = hash * PRIME + (status == null ? 0 : status.hashCode());
        return hash * PRIME + (side == null ? 0 : side.hashCode());
    }

    @Override
    public int compareTo(FilterKey other) {
        int order = compareUsers(other);
        if (order == 0) {
            order = TEXTS.compare(coin, other.coin);
        }
        if (order == 0) {
            order = TEXTS.compare(status, other.status);
        }
        return order == 0 ? TEXTS.compare(side, other.side) : order;
    }
}
