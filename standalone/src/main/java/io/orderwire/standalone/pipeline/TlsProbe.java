package io.orderwire.standalone.pipeline;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.utils.Utils;

/**
 * Finds out whether a port expects TLS, or belongs to another server, before a client without TLS connects to it. Kafka's
 * clients take the first bytes of any answer for its length, 336 MiB for an alert of TLS, and run out of memory (KAFKA-4090).
 */
final class TlsProbe {
    private static final int TIMEOUT_MS = 1_000;

    /** Kafka's smallest request, ApiVersions in version 0 without a client id; brokers answer it before any login. */
    private static final byte[] API_VERSIONS = ByteBuffer.allocate(14)
            .putInt(10)
            .putShort((short) 18)
            .putShort((short) 0)
            .putInt(0)
            .putShort((short) -1)
            .array();

    /** First byte of an alert of TLS. The first byte of an answer of Kafka is that of its length, 0. */
    private static final int ALERT = 0x15;

    private TlsProbe() {}

    /**
     * Does nothing if the clients use TLS, or if the port does not answer.
     *
     * @param server {@code host:port}
     * @param client settings of Kafka's clients
     * @throws ProcessExit {@link ExitCode#KAFKA} if the port expects TLS, or does not speak Kafka's protocol
     */
    static void check(String server, Map<String, Object> client) {
        String protocol = String.valueOf(client.getOrDefault(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL));
        Integer port = Utils.getPort(server);
        // Kafka's clients ignore the case of this setting.
        if (protocol.toUpperCase(Locale.ROOT).endsWith("SSL") || port == null) {
            return;
        }
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(new InetSocketAddress(Utils.getHost(server), port), TIMEOUT_MS);
            socket.getOutputStream().write(API_VERSIONS);
            int first = socket.getInputStream().read();
            if (first == ALERT) {
                throw new ProcessExit(
                        ExitCode.KAFKA,
                        "Kafka at " + server + " expects TLS: kafka.security.protocol is " + protocol
                                + ", expected SASL_SSL or SSL");
            }
            if (first > 0) {
                throw new ProcessExit(
                        ExitCode.KAFKA,
                        "the server at " + server + " does not speak Kafka's protocol; check kafka.bootstrap.servers");
            }
        } catch (IOException expected) {
            // Kafka does not answer yet; its clients wait for it.
        }
    }
}
