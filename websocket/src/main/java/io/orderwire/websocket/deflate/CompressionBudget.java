package io.orderwire.websocket.deflate;

import io.orderwire.runtime.rate.TokenBucket;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.Rates;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how much time of the I/O threads compression takes: for each client, for all clients of an address, for all with a
 * token, and in all. Each bound may save up an eighth of its time for a second, because others wait while saved-up time is
 * spent. Thread-safe.
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

    /** Is informed of each message that was compressed, and of each that was not for a limit. */
    public interface Tally {
        /** A message of {@code before} bytes was compressed to {@code after} bytes. */
        void compressed(int before, int after);

        /** Compression took {@code nanos}. */
        void took(long nanos);

        /** A message was sent uncompressed because {@code limit} was reached. */
        void skipped(Limit limit);
    }

    /** The limit that was reached. */
    public enum Limit {
        /** The limit of one client. */
        CLIENT,
        /** The limit of all clients of an address. */
        ADDRESS,
        /** The limit of all clients with a token. */
        TOKEN,
        /** The limit of all clients. */
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

    /** Begins without charges. */
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

    /** Opens an account for one client, whose compression {@code payer} pays for. */
    public Account open(Payer payer) {
        return new Account(payer);
    }

    /** Compresses for one client while no limit is reached. On the client's I/O thread. */
    public final class Account {
        private final Payer payer;
        private final TokenBucket own;

        private Account(Payer payer) {
            this.payer = payer;
            double perSecond = TimeUnit.MILLISECONDS.toNanos(limits.clientMs);
            this.own = TokenBucket.full(perSecond, perSecond * SAVED_SECONDS, nanoTime.getAsLong());
        }

        /** Returns true if the limits allow compression now; otherwise counts a message that was not compressed. */
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

        /** Returns the compressed text and charges the client for it; null if compression does not make it smaller. */
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
