package io.orderwire.websocket.tls;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the gateway's certificate and its key. They are read at intervals, and changed files replace the certificate
 * in use; files with a fault do not, and each fault is logged once. {@link #refresh} must be called by one thread only.
 */
public final class TlsFiles {
    private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);

    /** The contents of the two files. */
    private record Contents(PemFile certificate, PemFile key) {
        static Contents read(Path certificate, Path key) throws IOException {
            return new Contents(PemFile.read(certificate), PemFile.read(key));
        }

        Identity identity() throws IOException {
            return Identity.of(certificate, key);
        }
    }

    private final Path certificate;
    private final Path key;
    private final Clock clock;
    private final LongAdder taken = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private Contents served;
    private Contents seen;
    private volatile Identity identity;
    private String fault = "";
    private boolean warned;

    private TlsFiles(Path certificate, Path key, Clock clock) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        served = Contents.read(certificate, key);
        seen = served;
        identity = served.identity();
    }

    /**
     * Reads the files for the first time.
     *
     * @param certificate PEM: the gateway's own, then its issuer's, and so on
     * @param key PEM: in PKCS#8, PKCS#1 or SEC1, RSA or EC, not encrypted
     * @throws ProcessExit {@link ExitCode#USAGE} naming the file and its fault
     */
    public static TlsFiles load(Path certificate, Path key, Clock clock) {
        TlsFiles files = read(certificate, key, clock);
        files.report();
        return files;
    }

    /**
     * Checks the files.
     *
     * @throws ProcessExit {@link ExitCode#USAGE}, as {@link #load}
     */
    public static void check(Path certificate, Path key) {
        read(certificate, key, Clock.systemUTC());
    }

    private static TlsFiles read(Path certificate, Path key, Clock clock) {
        try {
            return new TlsFiles(certificate, key, clock);
        } catch (IOException e) {
            throw new ProcessExit(ExitCode.USAGE, "TLS cannot be served: " + e.getMessage(), e);
        }
    }

    /** The context for new handshakes. */
    public SSLContext context() {
        return identity.context();
    }

    /** The time until which the certificate is valid. */
    public Instant notAfter() {
        return identity.leaf().getNotAfter().toInstant();
    }

    /** How often changed files were put into use. */
    public long taken() {
        return taken.sum();
    }

    /** How many faults were found. */
    public long faults() {
        return faults.sum();
    }

    /**
     * Reads the files, and passes a new context to {@code next} once two successive reads have found the same change.
     * Called at intervals.
     */
    public void refresh(Consumer<SSLContext> next) {
        try {
            // Compares the contents and not the times, so that no change is missed; the files are small.
            Contents now = Contents.read(certificate, key);
            // A file that is still being written may look complete, such as a chain without its last certificate: the
            // next read decides.
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(served)) {
                identity = now.identity();
                served = now;
                warned = false;
                taken.increment();
                next.accept(identity.context());
                report();
            }
            if (now.equals(served)) {
                fault = "";
            }
        } catch (IOException e) {
            String found = String.valueOf(e.getMessage());
            if (!found.equals(fault)) {
                fault = found;
                faults.increment();
                log.warn("the TLS certificate was not replaced: {}", fault);
            }
        }
        warnWhenItHoldsNot();
    }

    private void report() {
        X509Certificate leaf = identity.leaf();
        log.info(
                "TLS certificate of {}, serial {}, holds until {}",
                leaf.getSubjectX500Principal(),
                leaf.getSerialNumber().toString(16),
                notAfter());
        SecretFile.exposure(key).ifPresent(log::warn);
        warnWhenItHoldsNot();
    }

    private void warnWhenItHoldsNot() {
        Instant notBefore = identity.leaf().getNotBefore().toInstant();
        Instant now = clock.instant();
        if (!warned && (now.isBefore(notBefore) || now.isAfter(notAfter()))) {
            warned = true;
            log.warn("the TLS certificate in {} holds from {} to {}, not now", certificate, notBefore, notAfter());
        }
    }
}
