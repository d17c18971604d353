package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import java.util.List;

/** Options of subscriptions that begin in the past. {@link GatewayOptions#ALL} contains them. */
public final class ReplayOptions {
    /** Maximum number of active replays of all clients. */
    public static final Option<Integer> MAX = Option.integer(
            "gateway.max.replays",
            500,
            1,
            100_000,
            "Subscriptions that began in the past and have not caught up; more wait until others have.");

    /** Maximum number of active and waiting replays of one client. */
    public static final Option<Integer> OF_CLIENT = Option.integer(
            "gateway.client.replays",
            100,
            1,
            100_000,
            "Of those and of the waiting ones, those that may be one client's; more are answered with an error.");

    /** Maximum number of active replays of the clients of one address. */
    public static final Option<Integer> OF_ADDRESS = Option.integer(
            "gateway.address.replays",
            125,
            1,
            100_000,
            "Of gateway.max.replays, those that may be of clients of one address; more wait.");

    /** Maximum number of active replays of the clients with one token. */
    public static final Option<Integer> OF_TOKEN = Option.integer(
            "gateway.token.replays",
            125,
            1,
            100_000,
            "Of gateway.max.replays, those that may be of clients with one token; more wait.");

    /** Maximum number of waiting replays. */
    public static final Option<Integer> WAITING = Option.integer(
            "gateway.waiting.replays",
            2_000,
            0,
            100_000,
            "Subscriptions that are to begin in the past and may wait until others have caught up, for at most 8 s; those of"
                    + " one address or token may take half of it. More are answered with an error.");

    /** Memory of all replays. */
    public static final Option<Integer> BYTES = Option.integer(
            "gateway.replay.bytes",
            64 << 20,
            1 << 20,
            1 << 30,
            "Memory of all subscriptions that have not caught up; further ones wait while it is taken. What is left of it may"
                    + " wait in the queues of their clients.");

    /** How long a cursor may be ahead of the live stream. */
    public static final Option<Integer> PATIENCE_MS = Option.integer(
            "gateway.replay.patience.ms",
            10_000,
            100,
            600_000,
            "How long a cursor may be ahead of all that this gateway has seen, such as one of another gateway; then the"
                    + " subscription is ended with an error.");

    /** Maximum rate of orders read for all replays together. */
    public static final Option<Integer> RATE = Option.integer(
            "gateway.replay.rate",
            100_000,
            1_000,
            10_000_000,
            "Orders a second that all replays together read from Kafka, so that they do not delay live clients.");

    /** All options of this class. */
    static final List<Option<?>> ALL = List.of(MAX, OF_CLIENT, OF_ADDRESS, OF_TOKEN, WAITING, BYTES, PATIENCE_MS, RATE);

    private ReplayOptions() {}
}
