package io.orderwire.standalone.pipeline;

import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the name of Kafka's host to be resolvable: Kafka's clients refuse an unknown name, but the name of a broker
 * that is just starting may become known soon. Then checks the settings of Kafka's clients.
 */
final class KafkaAddress {
    private static final Logger log = LoggerFactory.getLogger(KafkaAddress.class);
    private static final long PAUSE_MS = 500;

    private KafkaAddress() {}

    /**
     * Waits until one of the configured hosts has an address.
     *
     * @throws ConfigurationException when one is not of the form {@code host:port}, or when Kafka's clients reject their
     *     settings
     * @throws ProcessExit {@link ExitCode#KAFKA} when none has within {@code startup.timeout.ms}, or when Kafka expects TLS and the
     *     clients do not use it
     */
    static void await(Settings settings) throws InterruptedException {
        String servers = settings.get(PipelineOptions.BOOTSTRAP_SERVERS);
        List<String> hosts = Arrays.stream(servers.split(",", -1))
                .map(server -> host(server.strip(), servers))
                .toList();
        long timeoutMs = settings.get(PipelineOptions.STARTUP_TIMEOUT_MS);
        long begin = System.nanoTime();
        for (boolean logged = false; hosts.stream().noneMatch(KafkaAddress::resolves); logged = true) {
            if (System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(timeoutMs)) {
                throw new ProcessExit(
                        ExitCode.KAFKA, "no address for Kafka at " + servers + " within " + timeoutMs + " ms");
            }
            if (!logged) {
                log.info("waiting for an address of Kafka at {}", servers);
            }
            Thread.sleep(PAUSE_MS);
        }
        KafkaClients clients = new KafkaClients(settings);
        clients.check();
        for (String server : servers.split(",", -1)) {
            TlsProbe.check(server.strip(), clients.common());
        }
    }

    private static String host(String server, String servers) {
        String host = Utils.getHost(server);
        if (host == null || Utils.getPort(server) == null) {
            throw new ConfigurationException(
                    "kafka.bootstrap.servers is " + servers + ", expected host:port, comma-separated");
        }
        return host;
    }

    private static boolean resolves(String host) {
        try {
            return InetAddress.getByName(host) != null;
        } catch (UnknownHostException expected) {
            return false;
        }
    }
}
