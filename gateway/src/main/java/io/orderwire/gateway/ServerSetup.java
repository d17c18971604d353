package io.orderwire.gateway;

import io.orderwire.gateway.http.Access;
import io.orderwire.gateway.http.Admission;
import io.orderwire.gateway.http.GatewayServer;
import io.orderwire.gateway.http.Searches;
import io.orderwire.gateway.http.Tokens;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.http.AllowedHosts;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.websocket.handshake.DeflateHandshake;
import io.orderwire.websocket.handshake.TrustedProxies;
import io.orderwire.websocket.tls.TlsFiles;
import io.orderwire.websocket.transport.Port;
import io.orderwire.websocket.transport.SocketLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts the configuration into the settings of the server: address, limits, TLS, and admission of clients. */
final class ServerSetup {
    private static final int MOST_IO_THREADS = 4;

    private final Settings settings;

    ServerSetup(Settings settings) {
        this.settings = settings;
    }

    /**
     * Detects the faults of the configuration that can be detected without starting anything.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} naming the option
     */
    void check() {
        String tokens = settings.get(AccessOptions.TOKENS_FILE);
        requireFile(tokens);
        if (!tokens.isEmpty()) {
            Tokens.check(Path.of(tokens));
        }
        access(new Admission(Tokens.none(), new Admission.Limits(1, 1, 1), System::nanoTime));
        if (speaksTls()) {
            TlsFiles.check(
                    Path.of(settings.get(AccessOptions.TLS_CERTIFICATE)), Path.of(settings.get(AccessOptions.TLS_KEY)));
        }
    }

    private void requireFile(String tokens) {
        for (Option<Boolean> needsFile : List.of(AccessOptions.TOKENS_QUERY, AccessOptions.STATS_TOKEN)) {
            if (settings.get(needsFile) && tokens.isEmpty()) {
                throw alone(needsFile, AccessOptions.TOKENS_FILE);
            }
        }
    }

    /** Decides which clients may open a WebSocket: their tokens, and the limits of addresses and tokens. */
    Admission admission(Clock clock) {
        String file = settings.get(AccessOptions.TOKENS_FILE);
        requireFile(file);
        return new Admission(
                file.isEmpty() ? Tokens.none() : Tokens.of(Path.of(file), clock),
                new Admission.Limits(
                        settings.get(ConnectionOptions.ADDRESS_CONNECTIONS),
                        settings.get(AccessOptions.TOKEN_CONNECTIONS),
                        settings.get(EdgeOptions.ADDRESS_HANDSHAKES)),
                System::nanoTime);
    }

    /**
     * Loads the files of the certificate and the key for TLS; returns null if TLS is not configured.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} if a file has a fault, or only one of them is configured
     */
    @Nullable
    TlsFiles tls(Clock clock) {
        return speaksTls()
                ? TlsFiles.load(
                        Path.of(settings.get(AccessOptions.TLS_CERTIFICATE)),
                        Path.of(settings.get(AccessOptions.TLS_KEY)),
                        clock)
                : null;
    }

    private boolean speaksTls() {
        boolean certificate = !settings.get(AccessOptions.TLS_CERTIFICATE).isEmpty();
        boolean key = !settings.get(AccessOptions.TLS_KEY).isEmpty();
        if (certificate && !key) {
            throw alone(AccessOptions.TLS_CERTIFICATE, AccessOptions.TLS_KEY);
        }
        if (key && !certificate) {
            throw alone(AccessOptions.TLS_KEY, AccessOptions.TLS_CERTIFICATE);
        }
        return certificate;
    }

    private static ProcessExit alone(Option<?> given, Option<?> missing) {
        return new ProcessExit(ExitCode.USAGE, given.name() + " needs " + missing.name() + ", which is not set");
    }

    /** Decides which requests are accepted: their host, their origin, their proxy, and the rate of their address. */
    private Access access(Admission admission) {
        return new Access(
                new AllowedHosts(
                        AccessOptions.ALLOWED_HOSTS.name(),
                        settings.get(AccessOptions.ALLOWED_HOSTS),
                        settings.get(GatewayOptions.HOST)),
                new TrustedProxies(
                        settings.get(AccessOptions.TRUSTED_PROXIES), settings.get(EdgeOptions.SHARED_ADDRESSES)),
                settings.get(AccessOptions.ALLOWED_ORIGINS),
                admission,
                settings.get(EdgeOptions.ADDRESS_REQUESTS),
                settings.get(AccessOptions.TOKENS_QUERY),
                settings.get(AccessOptions.STATS_TOKEN));
    }

    /** The number of I/O threads: by default half the processors, at least 1 and at most {@value #MOST_IO_THREADS}. */
    int ioThreads() {
        int configured = settings.get(GatewayOptions.IO_THREADS);
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return configured > 0 ? configured : Math.min(MOST_IO_THREADS, half);
    }

    /** Returns the settings of the server: its port, and the limits of connections, searches and requests. */
    GatewayServer.Setup listening(Admission admission, @Nullable TlsFiles tls) {
        return new GatewayServer.Setup(
                new Port.Setup(
                        "gateway",
                        settings.get(GatewayOptions.HOST),
                        settings.get(GatewayOptions.PORT),
                        ioThreads(),
                        settings.get(SessionOptions.SEND_BUFFER_BYTES),
                        tls == null ? null : tls.context()),
                new SocketLimits(
                        settings.get(ConnectionOptions.MAX_CONNECTIONS)
                                + settings.get(ConnectionOptions.OTHER_CONNECTIONS),
                        settings.get(EdgeOptions.ADDRESS_SOCKETS),
                        settings.get(EdgeOptions.ADDRESS_ACCEPTS),
                        settings.get(ConnectionOptions.REQUEST_TIMEOUT_MS),
                        settings.get(EdgeOptions.IDLE_TIMEOUT_MS),
                        settings.get(EdgeOptions.ANSWER_TIMEOUT_MS)),
                new Searches.Limits(
                        settings.get(EdgeOptions.SEARCH_MS),
                        settings.get(EdgeOptions.ADDRESS_SEARCH_MS),
                        settings.get(EdgeOptions.ANSWER_BYTES),
                        settings.get(EdgeOptions.ANSWERS_BYTES)),
                access(admission),
                new DeflateHandshake(
                        Set.of(GatewayServer.SUBPROTOCOL),
                        settings.get(SessionOptions.COMPRESSION),
                        settings.get(SessionOptions.MAX_MESSAGE_BYTES)));
    }
}
