package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayDeque;
import java.util.SplittableRandom;

/** A coin: the format of its numbers, its price, and its resting orders. */
final class Coin {
    /** A price stays within a fiftieth of its start, so that its number of digits does not change. */
    private static final int STRAY_PART = 50;

    final byte[] name;

    /** Hash of the name; distinguishes coins where random habits are derived. */
    final int id;

    final int priceScale;
    final int sizeScale;
    final Kind kind;

    /** Resting orders, oldest first; each is the head of the list of orders placed with it ({@link Order#next}). */
    final ArrayDeque<Order> resting = new ArrayDeque<>();

    /** Trigger orders that wait for their price, oldest first. */
    final ArrayDeque<Order> waiting = new ArrayDeque<>();

    private final long startPrice;
    private long price;

    /** A coin of the given price, in units of {@code 10^-priceScale}. */
    Coin(String name, long startPrice, int priceScale, int sizeScale) {
        this.name = name.getBytes(US_ASCII);
        this.id = name.hashCode();
        this.startPrice = startPrice;
        this.priceScale = priceScale;
        this.sizeScale = sizeScale;
        this.kind = Kind.of(name);
        price = startPrice;
    }

    /** The price around which orders are placed. */
    long price() {
        return price;
    }

    /** Moves the price by at most a tick. */
    void drift(SplittableRandom random) {
        int draw = random.nextInt(16);
        if (draw == 0 && price < startPrice + startPrice / STRAY_PART) {
            price++;
        } else if (draw == 1 && price > startPrice - startPrice / STRAY_PART) {
            price--;
        }
    }

    /** Kinds of coins; they differ in the events that their orders can have. */
    enum Kind {
        PERPETUAL,
        SPOT,
        OUTCOME;

        static Kind of(String name) {
            if (name.startsWith("#")) {
                return OUTCOME;
            }
            return name.startsWith("@") || name.contains("/") ? SPOT : PERPETUAL;
        }
    }
}
