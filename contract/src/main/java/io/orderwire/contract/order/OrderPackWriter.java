package io.orderwire.contract.order;

import io.orderwire.contract.position.Vlq;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.RecordVersion;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Collects orders for an {@link OrderPack}. Not thread-safe. */
public final class OrderPackWriter {
    /**
     * Most bytes of the value, so that a record with its headers stays below half of Kafka's default for the largest batch of
     * a topic, however badly it compresses. A longer order is a record of its own.
     */
    public static final int MOST_BYTES = 256 << 10;

    private static final int LONGEST_WORD = 64;

    private final Vlq.Writer index = new Vlq.Writer();
    private final Map<String, Integer> coins = new LinkedHashMap<>();
    private final Map<String, Integer> statuses = new LinkedHashMap<>();
    private byte[] bytes;
    private int length;
    private int count;
    private long firstSeq;
    private long lastSeq;

    /** Writes values of up to {@value #MOST_BYTES} bytes. */
    public OrderPackWriter() {
        this(MOST_BYTES);
    }

    /** Writes values of up to {@code mostBytes}, at most {@value #MOST_BYTES}. */
    public OrderPackWriter(int mostBytes) {
        bytes = new byte[Math.min(mostBytes, MOST_BYTES)];
    }

    /**
     * Adds an order if it fits.
     *
     * @param user the user's address in lower case
     * @param order the value that the order would have as a record of its own
     * @param eventFrom where the event begins in it
     * @param coin the order's coin
     * @param status the order's status
     * @param seq its sequence, higher than that of the order before
     * @return false if it does not fit: after the orders so far or, if there are none, into any record with several orders
     */
    public boolean add(byte[] user, byte[] order, int eventFrom, String coin, String status, long seq) {
        int place = OrderPack.placeOfUser(order, eventFrom, user);
        if (place < 0 || !hasRoom(order) || !fits(coin, coins) || !fits(status, statuses)) {
            return false;
        }
        if (count == 0) {
            firstSeq = seq;
            lastSeq = seq - 1;
        } else {
            bytes[length++] = '\n';
        }
        System.arraycopy(order, 0, bytes, length, order.length);
        length += order.length;
        index.add(seq - lastSeq - 1);
        index.add(order.length);
        index.add(place);
        index.add(number(coin, coins));
        index.add(number(status, statuses));
        lastSeq = seq;
        count++;
        return true;
    }

    private boolean hasRoom(byte[] order) {
        return count < OrderPack.MOST_ORDERS && order.length < bytes.length - length;
    }

    /** A word with a comma would be two words, and one that is not text would be another one. */
    private static boolean fits(String word, Map<String, Integer> words) {
        if (words.containsKey(word)) {
            return true;
        }
        boolean plain = word.chars().allMatch(c -> c >= ' ' && c <= '~' && c != ',');
        return plain && word.length() <= LONGEST_WORD && words.size() < OrderPack.MOST_WORDS;
    }

    private static int number(String word, Map<String, Integer> words) {
        Integer known = words.get(word);
        if (known == null) {
            known = words.size();
            words.put(word, known);
        }
        return known;
    }

    /** How many orders there are. */
    public int count() {
        return count;
    }

    /** The value of the record. */
    public byte[] value() {
        return Arrays.copyOf(bytes, length);
    }

    /** Adds the headers that make the record a pack. */
    public void addTo(RecordHeaders headers) {
        headers.add(Headers.VERSION, Headers.value(RecordVersion.PACK));
        headers.add(Headers.SEQ, Headers.value(firstSeq));
        headers.add(Headers.EVENTS, Headers.value(count));
        headers.add(Headers.ORDERS, index.text());
        headers.add(Headers.COINS, Headers.value(String.join(",", coins.keySet())));
        headers.add(Headers.STATUSES, Headers.value(String.join(",", statuses.keySet())));
    }

    /** Forgets all orders, for reuse. */
    public void clear() {
        index.clear();
        coins.clear();
        statuses.clear();
        length = 0;
        count = 0;
    }
}
