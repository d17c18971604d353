package io.orderwire.websocket.deflate;

import io.orderwire.runtime.rate.TokenBucket;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.Rates;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time of the I/O threads that compression takes: for each client, for all of an address or with a token, and
 * for all together. Each may save up an eighth of a second's time, because saved-up time is spent while others wait.
 * Thread-safe.
 */
public final class CompressionBudget {
    /**
     * Milliseconds of an I/O thread in a second.
     *
     * @param clientMs for a client
     * @param addressMs for all clients of an address
     * @param tokenMs for all clients with a token
     * @param allMs for all
     */
    public record Limits(int clientMs, int addressMs, int tokenMs, int allMs) {}

    /** Learns of what was compressed, and of what was not. */
    public interface Tally {
        /** A message of so many bytes became a smaller one of so many. */
        void compressed(int before, int after);

        /** Compression took so long. */
        void took(long nanos);

        /** A message was sent uncompressed because of that limit. */
        void skipped(Limit limit);
    }

    /** What is exceeded. */
    public enum Limit {
        /** What a client may have. */
        CLIENT,
        /** What an address may have. */
        ADDRESS,
        /** What a token may have. */
        TOKEN,
        /** What all may have together. */
        ALL
    }

    /** A pause of the Java machine or a busy core is not charged: compression takes 2 to 60 ns a byte. */
    private static final int MOST_NANOS_PER_BYTE = 100;

    private static final double SAVED_SECONDS = 0.125;
    private static final String EVERYONE = "all";

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Tally tally;
    private final Compressor compressor;
    private final Rates ofAddress;
    private final Rates ofToken;
    private final Rates ofAll;

    /** Nothing was compressed yet. */
    public CompressionBudget(Limits limits, LongSupplier nanoTime, Tally tally) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.tally = tally;
        this.compressor = new Compressor(tally);
        this.ofAddress = rates(limits.addressMs);
        this.ofToken = rates(limits.tokenMs);
        this.ofAll = rates(limits.allMs);
    }

    private Rates rates(int ms) {
        double perSecond = TimeUnit.MILLISECONDS.toNanos(ms);
        return new Rates(perSecond, perSecond * SAVED_SECONDS, nanoTime);
    }

    /** Compresses at the cost of that payer; for one client. */
    public Account open(Payer payer) {
        return new Account(payer);
    }

    /** Compresses for one client, as long as it may have that. On its I/O thread. */
    public final class Account {
        private final Payer payer;
        private final TokenBucket own;

        private Account(Payer payer) {
            this.payer = payer;
            double perSecond = TimeUnit.MILLISECONDS.toNanos(limits.clientMs);
            this.own = TokenBucket.full(perSecond, perSecond * SAVED_SECONDS, nanoTime.getAsLong());
        }

        /** Whether something may be compressed for it now; if not, that is counted. */
        public boolean mayCompress() {
            Limit exceeded = exceeded();
            if (exceeded != null) {
                tally.skipped(exceeded);
            }
            return exceeded == null;
        }

        private @Nullable Limit exceeded() {
            if (!own.has(nanoTime.getAsLong())) {
                return Limit.CLIENT;
            } else if (ofAddress.waitNanos(payer.address()) > 0) {
                return Limit.ADDRESS;
            } else if (ofToken.waitNanos(payer.token()) > 0) {
                return Limit.TOKEN;
            }
            return ofAll.waitNanos(EVERYONE) > 0 ? Limit.ALL : null;
        }

        /** The bytes to send instead, which it pays for; null when there is nothing to gain. */
        public byte @Nullable [] compress(byte[] text) {
            long from = nanoTime.getAsLong();
            byte[] compressed = compressor.compress(text);
            long took = Math.min(nanoTime.getAsLong() - from, (long) MOST_NANOS_PER_BYTE * text.length);
            own.take(took);
            ofAddress.charge(payer.address(), took);
            ofToken.charge(payer.token(), took);
            ofAll.charge(EVERYONE, took);
            tally.took(took);
            return compressed;
        }
    }
}
