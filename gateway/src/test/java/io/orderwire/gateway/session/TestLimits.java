package io.orderwire.gateway.session;

/** Bounds of clients in tests. */
public final class TestLimits {
    /** Of clients that have room for all that a test sends. */
    public static final ClientLimits ROOMY = new ClientLimits(
            new ClientLimits.Queue(100, 1 << 20),
            new ClientLimits.Times(1_000, 1_000, 1_000, 1_000),
            new ClientLimits.Messages(100, 100, 1_000),
            new ClientLimits.Subscriptions(9, 1 << 20));

    /** Of clients that are to reach their bounds: 10 frames of together 1,000 bytes, 20 messages at once. */
    static final ClientLimits SMALL = small(10, 1_000);

    private TestLimits() {}

    /** Small bounds, with another send queue. */
    static ClientLimits small(int frames, long bytes) {
        return new ClientLimits(
                new ClientLimits.Queue(frames, bytes),
                new ClientLimits.Times(500, 2_000, 5_000, 1_000),
                new ClientLimits.Messages(10, 20, 1_000),
                new ClientLimits.Subscriptions(5, 1 << 20));
    }
}
