package io.orderwire.simulator;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The users: a few that quote all the time, several hundred that quote often, and all others.
 *
 * <p>Users are numbered by rank. Each user always generates client order ids in the same way.
 */
final class Traders {
    /** Shares of the lines of the five busiest users in a real capture. */
    private static final double[] TOP_SHARES = {0.137, 0.046, 0.034, 0.028, 0.025};

    /**
     * The part of the lines that is distributed evenly over all users below the top, so that each of them occurs at some
     * time.
     */
    private static final double EVEN_SHARE = 0.025;

    private static final int COUNTING_PERCENT = 70;
    private static final int RECENT_USERS = 4;
    private static final int AGAIN_PERCENT = 40;

    private static final int ADDRESS_BYTES = 20;

    private final SplittableRandom random;
    private final byte[] addresses;
    private final long[] lastCloid;
    private final WeightedChoice choice;
    private final int[] recent = new int[RECENT_USERS];
    private int nextRecent;

    Traders(int users, SplittableRandom random) {
        this.random = random;
        addresses = new byte[users * ADDRESS_BYTES];
        random.nextBytes(addresses);
        lastCloid = new long[users];
        for (int user = 0; user < users; user++) {
            lastCloid[user] = countsInMillis(user)
                    ? (0x19dL << 32) + (random.nextLong() & 0xffff_ffffL)
                    : random.nextLong() & Long.MAX_VALUE;
        }
        choice = new WeightedChoice(weights(users));
        Arrays.setAll(recent, i -> choice.pick(random));
    }

    /**
     * Picks the user of the next action: often one of the most recent users, because those who quote do so on many coins at
     * once.
     */
    int pick() {
        if (random.nextInt(100) < AGAIN_PERCENT) {
            return recent[random.nextInt(recent.length)];
        }
        int user = choice.pick(random);
        recent[nextRecent] = user;
        nextRecent = (nextRecent + 1) % recent.length;
        return user;
    }

    /** Writes the 40 hexadecimal digits of a user's address. */
    void address(int user, LineBuffer out) {
        int at = user * ADDRESS_BYTES;
        for (int i = 0; i < ADDRESS_BYTES; i++) {
            out.hex(addresses[at + i], 2);
        }
    }

    /**
     * Sets the client order id of an order as its user generates it; {@code indexInAction} is the order's place in the
     * action.
     */
    void nameOrder(Order order, int indexInAction) {
        order.hasCloid = true;
        int user = order.user;
        if (counts(user)) {
            order.cloidHigh = 0;
            order.cloidLow = ++lastCloid[user];
        } else {
            order.cloidHigh = random.nextLong();
            order.cloidLow = random.nextLong() & ~0xffffL | 0x0100 + (indexInAction & 0xff);
        }
    }

    /**
     * A fixed pseudo-random number for a user and a subject, for habits of users such as the usual size of their orders.
     */
    static long trait(int user, long of) {
        long mixed = user * 0x9E3779B97F4A7C15L + of;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /**
     * Whether a user numbers client order ids instead of drawing random ones. The share of such users makes lines compress
     * like real ones.
     */
    private static boolean counts(int user) {
        return user < TOP_SHARES.length ? user % 2 == 0 : Math.floorMod(trait(user, 1), 100) < COUNTING_PERCENT;
    }

    private static boolean countsInMillis(int user) {
        return user == 0 || (trait(user, 2) & 3) != 0;
    }

    private static double[] weights(int users) {
        double[] weights = new double[users];
        double rest = 1 - EVEN_SHARE;
        double sum = 0;
        for (int rank = 0; rank < users; rank++) {
            if (rank < TOP_SHARES.length) {
                rest -= TOP_SHARES[rank];
            } else {
                weights[rank] = Math.pow(rank + 60.0, -3.2);
                sum += weights[rank];
            }
        }
        for (int rank = 0; rank < users; rank++) {
            weights[rank] = rank < TOP_SHARES.length
                    ? TOP_SHARES[rank]
                    : weights[rank] * rest / sum + EVEN_SHARE / (users - TOP_SHARES.length);
        }
        return weights;
    }
}
