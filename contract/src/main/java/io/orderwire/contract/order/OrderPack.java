package io.orderwire.contract.order;

import io.orderwire.contract.position.Sequence;
import io.orderwire.contract.position.Vlq;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.RecordVersion;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Several orders of one partition in one record of {@code hyperliquid.orders}, in rising sequence, separated by line feeds. The
 * headers say where each order is and what a filter needs of it, so that a reader touches the bytes of matching orders only.
 *
 * <p>The header {@link Headers#ORDERS} has five numbers for each order, in unsigned Base64 VLQ: how many sequences are left out
 * before it, its length in bytes, the place in it of the user's address, and the numbers of its coin and its status in {@link
 * Headers#COINS} and {@link Headers#STATUSES}, from 0. Nothing is left out before the first order, whose sequence is {@link
 * Headers#SEQ}.
 *
 * <p>All numbers are checked against the value when it is made, but not the orders themselves.
 */
public final class OrderPack {
    /** Most orders in a record. */
    public static final int MOST_ORDERS = 4_096;

    /** Most coins in a record, and most statuses. */
    static final int MOST_WORDS = 1_024;

    private static final byte[] USER = {'"', 'u', 's', 'e', 'r', '"', ':', '"'};

    private final byte[] value;
    private final int[] from;
    private final int[] userFrom;
    private final long[] seqs;
    private final int[] coins;
    private final int[] statuses;
    private final String[] coinWords;
    private final String[] statusWords;

    private OrderPack(byte[] value, int count, String[] coinWords, String[] statusWords) {
        this.value = value;
        this.from = new int[count + 1];
        this.userFrom = new int[count];
        this.seqs = new long[count];
        this.coins = new int[count];
        this.statuses = new int[count];
        this.coinWords = coinWords;
        this.statusWords = statusWords;
    }

    /** Whether a record has the form of a pack. */
    public static boolean isMeant(org.apache.kafka.common.header.Headers headers, byte @Nullable [] value) {
        return value != null && RecordVersion.isPack(headers);
    }

    /**
     * Reads the pack in a record.
     *
     * @throws IllegalArgumentException naming the header, if no parser wrote the record
     */
    public static OrderPack of(org.apache.kafka.common.header.Headers headers, byte[] value) {
        require(RecordVersion.isPack(headers), Headers.VERSION, String.valueOf(RecordVersion.PACK));
        int count = (int) number(headers, Headers.EVENTS, MOST_ORDERS);
        long first = number(headers, Headers.SEQ, Sequence.MAX);
        byte[] index = Headers.bytes(headers, Headers.ORDERS);
        OrderPack pack = new OrderPack(value, count, words(headers, Headers.COINS), words(headers, Headers.STATUSES));
        require(
                index != null && pack.read(new Vlq.Reader(index), first),
                Headers.ORDERS,
                "five numbers that fit for each order");
        return pack;
    }

    private static long number(org.apache.kafka.common.header.Headers headers, String name, long most) {
        Long number = Headers.number(headers, name);
        require(number != null && number >= 1 && number <= most, name, "one number from 1 to " + most);
        return number == null ? 0 : number;
    }

    private static String[] words(org.apache.kafka.common.header.Headers headers, String name) {
        String text = Headers.text(headers, name);
        require(text != null, name, "one text");
        // A positive limit keeps empty words at the end, and bounds what a header of commas alone makes.
        String[] words = String.valueOf(text).split(",", MOST_WORDS + 1);
        require(words.length <= MOST_WORDS, name, "at most " + MOST_WORDS + " words");
        return words;
    }

    private static void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + expected);
        }
    }

    private boolean read(Vlq.Reader index, long first) {
        int at = 0;
        long seq = first - 1;
        for (int order = 0; order < seqs.length; order++) {
            long left = index.next();
            long length = index.next();
            long user = index.next();
            long coin = index.next();
            long status = index.next();
            boolean fits = left >= 0
                    && left < Sequence.MAX - seq
                    && (order > 0 || left == 0)
                    && length >= 0
                    && length <= value.length - at
                    && user >= USER.length
                    && user < length - Users.LENGTH
                    && isIndex(coin, coinWords)
                    && isIndex(status, statusWords);
            if (!fits) {
                return false;
            }
            seq += left + 1;
            seqs[order] = seq;
            from[order] = at;
            userFrom[order] = at + (int) user;
            coins[order] = (int) coin;
            statuses[order] = (int) status;
            at += (int) length;
            boolean last = order == seqs.length - 1;
            if (last ? at != value.length : at == value.length || value[at] != '\n') {
                return false;
            }
            at++;
        }
        from[seqs.length] = at;
        return index.atEnd();
    }

    private static boolean isIndex(long number, String[] words) {
        return number >= 0 && number < words.length;
    }

    /** How many orders there are. */
    public int count() {
        return seqs.length;
    }

    /** Sequence of an order; they rise. */
    public long seq(int order) {
        return seqs[order];
    }

    /** A copy of an order's bytes. */
    public byte[] value(int order) {
        return Arrays.copyOfRange(value, from[order], to(order));
    }

    /** The bytes of all orders, which must not be changed. */
    public byte[] bytes() {
        return value;
    }

    /** Index in {@link #bytes} at which an order begins. */
    public int from(int order) {
        return from[order];
    }

    /** Index in {@link #bytes} after the last byte of an order. */
    public int to(int order) {
        return from[order + 1] - 1;
    }

    /**
     * Index in {@link #bytes} at which the address of an order's user begins.
     *
     * @throws IllegalArgumentException if it is not the beginning of a string named {@code user}
     */
    public int userFrom(int order) {
        int at = userFrom[order];
        boolean named = Arrays.equals(value, at - USER.length, at, USER, 0, USER.length);
        require(named && value[at + Users.LENGTH] == '"', Headers.ORDERS, "the places of users");
        return at;
    }

    /** A copy of the address of an order's user; throws as {@link #userFrom}. */
    public byte[] user(int order) {
        int at = userFrom(order);
        return Arrays.copyOfRange(value, at, at + Users.LENGTH);
    }

    /** An order's coin, by the headers. */
    public String coin(int order) {
        return coinWords[coins[order]];
    }

    /** An order's status, by the headers. */
    public String status(int order) {
        return statusWords[statuses[order]];
    }

    /** The place of the user's address in an order whose event begins at {@code eventFrom}; -1 if {@code user} is not there. */
    static int placeOfUser(byte[] order, int eventFrom, byte[] user) {
        int last = order.length - USER.length - Users.LENGTH - 1;
        for (int at = eventFrom; at <= last; at++) {
            if (order[at] == '"'
                    && order[at + 1] == 'u'
                    && Arrays.equals(order, at, at + USER.length, USER, 0, USER.length)) {
                int place = at + USER.length;
                boolean same = Arrays.equals(order, place, place + Users.LENGTH, user, 0, Users.LENGTH);
                return same && order[place + Users.LENGTH] == '"' ? place : -1;
            }
        }
        return -1;
    }
}
