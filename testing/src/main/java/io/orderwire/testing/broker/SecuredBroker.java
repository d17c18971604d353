package io.orderwire.testing.broker;

import io.orderwire.testing.tls.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A broker inside this process that requires TLS and SCRAM-SHA-512 of every client, itself included, and that denies
 * everything that no ACL allows. Its certificate is for {@code localhost} and {@code 127.0.0.1}.
 */
public final class SecuredBroker implements AutoCloseable {
    private static final String ADMIN = "admin";
    private static final long ANSWER_SECONDS = 30;
    private static final int ITERATIONS = 4_096;
    private static final String JAAS = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    private final KafkaRaftServer server;
    private final List<Integer> ports;
    private final Path truststore;

    private SecuredBroker(KafkaRaftServer server, List<Integer> ports, Path truststore) {
        this.server = server;
        this.ports = ports;
        this.truststore = truststore;
    }

    /** Starts a broker whose data and certificates are in that folder. */
    public static SecuredBroker start(Path folder) {
        try {
            Files.createDirectories(folder);
            TestCertificate certificate = TestCertificate.issued("broker");
            Path truststore = folder.resolve("authority.pem");
            Files.writeString(
                    truststore, TestCertificate.pem(certificate.chain().get(1)));
            Path keystore = keystore(folder.resolve("broker.pem"), certificate);
            TestCertificate late = TestCertificate.issuedAndExpired("expired");
            Path expired = keystore(folder.resolve("expired.pem"), late);
            Files.writeString(
                    folder.resolve("expired-authority.pem"),
                    TestCertificate.pem(late.chain().get(1)));
            List<Integer> ports = FixedPorts.take(4);
            Map<String, String> settings = settings(folder, ports, keystore, expired, truststore);
            format(folder.resolve("data").toString());
            // A broker that fails must not end the JVM of the tests.
            Exit.setHaltProcedure((status, message) -> System.err.println("the secured broker halted: " + message));
            Exit.setExitProcedure((status, message) -> System.err.println("the secured broker exited: " + message));
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
            return new SecuredBroker(server, ports, truststore);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path keystore(Path file, TestCertificate certificate) throws IOException {
        return Files.writeString(file, certificate.keyPem() + certificate.certificatePem());
    }

    private static Map<String, String> settings(
            Path folder, List<Integer> ports, Path keystore, Path expired, Path truststore) {
        Map<String, String> settings = new HashMap<>(TestBrokerSettings.with(Map.of()));
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", folder.resolve("data").toString());
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + ports.get(3));
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "SECURED://127.0.0.1:" + ports.get(0) + ",EXPIRED://127.0.0.1:" + ports.get(1) + ",OTHER://127.0.0.2:"
                        + ports.get(2) + ",CONTROLLER://127.0.0.1:" + ports.get(3));
        settings.put(
                "listener.security.protocol.map",
                "SECURED:SASL_SSL,EXPIRED:SASL_SSL,OTHER:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "SECURED");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", keystore.toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", truststore.toString());
        settings.put("listener.name.expired.ssl.keystore.type", "PEM");
        settings.put("listener.name.expired.ssl.keystore.location", expired.toString());
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
        for (String listener : List.of("secured", "expired", "other")) {
            settings.put("listener.name." + listener + ".scram-sha-512.sasl.jaas.config", jaas(ADMIN, password(ADMIN)));
        }
        settings.put("authorizer.class.name", JudgingAuthorizer.class.getName());
        settings.put("allow.everyone.if.no.acl.found", "false");
        // Only the broker itself uses the listener of the controller, as an anonymous user.
        settings.put("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        return settings;
    }

    private static void format(String folder) {
        PrintStream discarded = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            new Formatter()
                    .setPrintStream(discarded)
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .addDirectory(folder)
                    .setMetadataLogDirectory(folder)
                    .setScramArguments(List.of("SCRAM-SHA-512=[name=" + ADMIN + ",password=" + password(ADMIN) + "]"))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String jaas(String user, String password) {
        return JAAS + " username=\"" + user + "\" password=\"" + password + "\";";
    }

    /** The password of a user. */
    public static String password(String user) {
        return "secret-of-" + user;
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.get(0);
    }

    /** A listener whose certificate has expired; that of its authority is in {@code expired-authority.pem}. */
    public String expiredServers() {
        return "127.0.0.1:" + ports.get(1);
    }

    /** A listener at an address that its certificate is not for. */
    public String otherServers() {
        return "127.0.0.2:" + ports.get(2);
    }

    /** The certificate of the authority, PEM. */
    public Path truststore() {
        return truststore;
    }

    /** Settings of Kafka's clients with which a user connects. */
    public Map<String, String> client(String user) {
        Map<String, String> client = new HashMap<>();
        client.put("bootstrap.servers", bootstrapServers());
        client.put("security.protocol", "SASL_SSL");
        client.put("ssl.truststore.type", "PEM");
        client.put("ssl.truststore.location", truststore.toString());
        client.put("sasl.mechanism", "SCRAM-SHA-512");
        client.put("sasl.jaas.config", jaas(user, password(user)));
        return client;
    }

    /** The administrator, who may do everything. */
    public Admin admin() {
        return Admin.create(new HashMap<>(client(ADMIN)));
    }

    /** Creates users without rights. */
    public void createUsers(Collection<String> names) {
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        for (String name : names) {
            users.add(new UserScramCredentialUpsertion(
                    name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password(name)));
        }
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(users).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot create users", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops the broker. */
    @Override
    public void close() {
        Thread stop = new Thread(server::shutdown, "secured-broker-stop");
        stop.setDaemon(true);
        stop.start();
        try {
            stop.join(Duration.ofSeconds(20).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
