package io.orderwire.testing.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of real node output that {@code -Dorderwire.test.data} names. */
public final class RealData {
    /** The property that names the folder; unset or empty if there is none. */
    public static final String PROPERTY = "orderwire.test.data";

    /** JUnit's tag of the tests that read it. */
    public static final String TAG = "real-data";

    /** A file of 6,000 streaming lines. */
    public static final String STREAMING = "node_order_statuses_streaming/hourly/20260505/17";

    /** A file of 40 blocks. */
    public static final String BY_BLOCK = "node_order_statuses_by_block/hourly/20260430/20";

    /** A streaming line of each kind of order. */
    public static final String KINDS = "samples/one-per-kind.streaming.jsonl";

    /** Streaming lines of coins with unusual names. */
    public static final String COINS = "samples/other-coins.streaming.jsonl";

    /** Events without envelopes. */
    public static final String PLAIN = "samples/plain.jsonl";

    private RealData() {}

    /**
     * The folder.
     *
     * @throws IllegalStateException if there is none; {@link NeedsRealData} skips tests before that
     */
    public static Path folder() {
        return existing();
    }

    /**
     * A file in the folder.
     *
     * @throws IllegalStateException if it is missing; {@link NeedsRealData} skips tests before that
     */
    public static Path file(String name) {
        return existing(name).resolve(name);
    }

    /** Empty if all the files exist, otherwise the reason to skip a test. */
    public static Optional<String> whyMissing(String... names) {
        String named = System.getProperty(PROPERTY, "");
        if (named.isBlank()) {
            return Optional.of("-D" + PROPERTY + " names no folder of real node output");
        }
        for (String name : names) {
            Path file = Path.of(named).toAbsolutePath().resolve(name);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                return Optional.of("the folder that -D" + PROPERTY + " names has no readable file " + file);
            }
        }
        return Optional.empty();
    }

    private static Path existing(String... names) {
        whyMissing(names).ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        return Path.of(System.getProperty(PROPERTY)).toAbsolutePath();
    }
}
