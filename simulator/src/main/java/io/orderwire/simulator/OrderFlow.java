package io.orderwire.simulator;

import java.util.SplittableRandom;

/**
 * Fills blocks: traders act on coins until the block has its number of events.
 *
 * <p>On BTC 96.8 % of the lines are rejections and 95.3 % are {@code badAloPxRejected}, as on mainnet. Other coins are
 * calmer: fewer makers compete there, and more orders rest, are replaced, filled and triggered.
 */
final class OrderFlow {
    private final SplittableRandom random;
    private final Chain chain;
    private final Coins coins;
    private final WeightedChoice coinChoice;
    private final ActionMix btc;
    private final ActionMix others;
    private final AloLadder ladder;
    private final OtherRejections rejections;

    OrderFlow(Chain chain, Traders traders, Coins coins, OrderPool pool, EventSink sink, SplittableRandom random) {
        this.random = random;
        this.chain = chain;
        this.coins = coins;
        TradingFloor floor = new TradingFloor(random, traders, chain, pool, sink);
        Coin first = coins.get(0);
        ladder = new AloLadder(floor, first);
        rejections = new OtherRejections(floor, first);
        Quotes quotes = new Quotes(floor);
        TriggerOrders triggers = new TriggerOrders(floor);
        Takes takes = new Takes(floor, quotes, triggers, first);
        btc = new ActionMix(
                new ActionMix.Part(0.957, AloLadder.meanLines(), ladder),
                new ActionMix.Part(0.015, 1, rejections),
                new ActionMix.Part(0.016, 2 * Quotes.MEAN_PLACED, quotes::replace),
                new ActionMix.Part(0.006, Quotes.MEAN_PLACED, quotes::place),
                new ActionMix.Part(0.005, Quotes.MEAN_PLACED, quotes::cancel),
                new ActionMix.Part(0.003, Takes.MEAN_LINES, takes),
                new ActionMix.Part(0.002, TriggerOrders.MEAN_LINES, triggers));
        others = new ActionMix(
                new ActionMix.Part(0.795, AloLadder.meanLines(), ladder),
                new ActionMix.Part(0.055, 1, rejections),
                new ActionMix.Part(0.062, 2 * Quotes.MEAN_PLACED, quotes::replace),
                new ActionMix.Part(0.031, Quotes.MEAN_PLACED, quotes::place),
                new ActionMix.Part(0.027, Quotes.MEAN_PLACED, quotes::cancel),
                new ActionMix.Part(0.020, Takes.MEAN_LINES, takes),
                new ActionMix.Part(0.010, TriggerOrders.MEAN_LINES, triggers));
        double[] weights = new double[coins.count()];
        for (int rank = 0; rank < weights.length; rank++) {
            weights[rank] = coins.share(rank) * mixOf(rank).actionsPerLine();
        }
        coinChoice = new WeightedChoice(weights);
    }

    /** Generates {@code events} events in the chain's current block. */
    void fill(int events) {
        int room = events - ladder.resume(events);
        while (room > 0) {
            int rank = coinChoice.pick(random);
            Coin coin = coins.get(rank);
            coin.drift(random);
            chain.nextAction();
            int done = mixOf(rank).pick(random).perform(coin, room);
            room -= done > 0 ? done : rejections.perform(coin, room);
        }
    }

    private ActionMix mixOf(int rank) {
        return rank == 0 ? btc : others;
    }
}
