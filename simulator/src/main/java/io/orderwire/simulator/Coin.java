package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayDeque;
import java.util.SplittableRandom;

/** A coin: how its numbers are written, where its price stands, and the orders that rest on it. */
final class Coin {
    /** A price strays by at most a fiftieth from where it began, so that it keeps its digits. */
    private static final int STRAY_PART = 50;

    final byte[] name;

    /** What tells this coin from others. */
    final int id;

    final int priceScale;
    final int sizeScale;
    final Kind kind;

    /** Resting orders, oldest first, each standing for those placed with it ({@link Order#next}). */
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

    /** Moves the price by a tick or not at all. */
    void drift(SplittableRandom random) {
        int draw = random.nextInt(16);
        if (draw == 0 && price < startPrice + startPrice / STRAY_PART) {
            price++;
        } else if (draw == 1 && price > startPrice - startPrice / STRAY_PART) {
            price--;
        }
    }

    /** Families of coins that differ in what can happen to their orders. */
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
