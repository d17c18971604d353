package io.orderwire.gateway;

import io.orderwire.runtime.config.Option;
import java.util.List;

/** Bounds of a client's session: its messages, its send queue, and the deadlines after which it is closed. */
final class SessionOptions {
    /** Maximum size of a message from a client. */
    static final Option<Integer> MAX_MESSAGE_BYTES = Option.integer(
            "gateway.max.message.bytes",
            64 * 1024,
            1_024,
            4 << 20,
            "Longest message of a client; one that sends more is closed with 1009.");

    /** Maximum rate of messages from a client in the long run. */
    static final Option<Integer> MESSAGES_PER_SECOND = Option.integer(
            "gateway.messages.per.second",
            100,
            1,
            100_000,
            "Messages that a client may send in the long run; one that sends more is closed with 4002. A message counts as one"
                    + " for each KiB begun, after decompression; a ping and each fragment of a message count as messages.");

    /** Maximum number of messages that a client may send at once. */
    static final Option<Integer> MESSAGE_BURST = Option.integer(
            "gateway.message.burst", 4_000, 1, 1_000_000, "Messages that a client may send at once, counted so.");

    /** Maximum number of frames in a client's send queue. */
    static final Option<Integer> QUEUE_FRAMES = Option.integer(
            "gateway.client.queue.frames",
            4_096,
            16,
            1_000_000,
            "Frames that may wait for one client; of more, the oldest are dropped, counted and reported.");

    /** Maximum number of bytes in a client's send queue. */
    static final Option<Integer> QUEUE_BYTES = Option.integer(
            "gateway.client.queue.bytes",
            4 << 20,
            64 * 1024,
            1 << 30,
            "Bytes that may wait for one client; of more, the oldest frames are dropped, counted and reported.");

    /** Memory of the send queues of all clients together. */
    static final Option<Integer> QUEUES_BYTES = Option.integer(
            "gateway.queues.bytes",
            64 << 20,
            1 << 20,
            1 << 30,
            "Bytes that may wait for all clients together; a frame that waits for many of them counts once. The share of one"
                    + " client is at most the rest of these bytes, and less while it drops frames.");

    /** Size of the kernel's send buffer of a connection. */
    static final Option<Integer> SEND_BUFFER_BYTES = Option.integer(
            "gateway.send.buffer.bytes",
            64 * 1024,
            4_096,
            16 << 20,
            "The kernel's send buffer of each connection; what is in it has got old when a slow client reads it.");

    /** Longest time for a client to receive one frame. */
    static final Option<Integer> SEND_DEADLINE_MS = Option.integer(
            "gateway.send.deadline.ms",
            10_000,
            100,
            600_000,
            "Longest time for one frame to be taken by a client; one that takes longer is closed with 4001.");

    /** Time after which a client that keeps losing frames is closed. */
    static final Option<Integer> SLOW_CLOSE_MS = Option.integer(
            "gateway.slow.close.ms",
            30_000,
            100,
            3_600_000,
            "A client that has been losing frames for this long without catching up in between is closed with 4001.");

    /** Interval of pings. */
    static final Option<Integer> PING_INTERVAL_MS =
            Option.integer("gateway.ping.interval.ms", 20_000, 100, 3_600_000, "Time between pings to a client.");

    /** Longest time for a client to answer a ping. */
    static final Option<Integer> PONG_DEADLINE_MS = Option.integer(
            "gateway.pong.deadline.ms",
            10_000,
            100,
            3_600_000,
            "Longest time for a pong to come; a client that takes longer is closed with 4004.");

    /** Whether frames are compressed for clients that support it. */
    static final Option<Boolean> COMPRESSION = Option.flag(
            "gateway.compression",
            true,
            "Whether frames are sent compressed, each once for all, to clients that ask for permessage-deflate.");

    /** All options of this class. */
    static final List<Option<?>> ALL = List.of(
            MAX_MESSAGE_BYTES,
            MESSAGES_PER_SECOND,
            MESSAGE_BURST,
            QUEUE_FRAMES,
            QUEUE_BYTES,
            QUEUES_BYTES,
            SEND_BUFFER_BYTES,
            SEND_DEADLINE_MS,
            SLOW_CLOSE_MS,
            PING_INTERVAL_MS,
            PONG_DEADLINE_MS,
            COMPRESSION);

    private SessionOptions() {}
}
