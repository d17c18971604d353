package io.orderwire.runtime.kafka;

import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Creates Kafka's clients for bytes. Settings that the user passes through override the project's own settings. Names of
 * clients and transactions in the own settings get the installation's prefix here.
 */
public final class KafkaClients {
    private static final List<String> NAMES =
            List.of(CommonClientConfigs.CLIENT_ID_CONFIG, ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    /**
     * How long a broker may take to answer. A broker whose host is cut off does not answer, and a client asks for the new
     * leaders only after that; Kafka's default is 30 s.
     */
    private static final int REQUEST_TIMEOUT_MS = 5_000;

    /** How long the first attempt to open a TCP connection may take, and the longest for later ones; 10 and 30 s in Kafka. */
    private static final int CONNECT_MS = 2_000;

    private static final int CONNECT_MAX_MS = 5_000;

    private final Settings settings;
    private final Topics topics;
    private final KafkaRefusal refusal;
    private final @Nullable ClientMeters meters;

    /** Clients of the Kafka that the settings name, whose own figures are not shown. */
    public KafkaClients(Settings settings) {
        this(settings, null);
    }

    /** Clients of the Kafka that the settings name; {@code meters} shows their own figures. */
    public KafkaClients(Settings settings, @Nullable ClientMeters meters) {
        this.settings = settings;
        this.meters = meters;
        this.topics = PipelineOptions.topics(settings);
        this.refusal = new KafkaRefusal(common());
    }

    /** Where Kafka is. */
    public String bootstrapServers() {
        return settings.get(PipelineOptions.BOOTSTRAP_SERVERS);
    }

    /** Topics of the installation. */
    public Topics topics() {
        return topics;
    }

    /** Explains refusals of these clients. */
    public KafkaRefusal refusal() {
        return refusal;
    }

    /**
     * Checks that clients can be created with the user's settings.
     *
     * @throws ConfigurationException with Kafka's own words, for example about a truststore that cannot be read
     */
    public void check() {
        try {
            admin("orderwire-check").close(Duration.ZERO);
        } catch (KafkaException e) {
            List<String> texts = new ArrayList<>();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                String text = String.valueOf(cause.getMessage());
                // An exception without a text of its own repeats that of its cause.
                if (texts.stream().noneMatch(known -> known.contains(text))) {
                    texts.add(text);
                }
            }
            throw new ConfigurationException(
                    "Kafka's clients do not accept the kafka. settings: " + String.join(": ", texts));
        }
    }

    /** Settings of every client: the address of Kafka, and the user's {@code kafka.} settings. */
    public Map<String, Object> common() {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        // A client asks for the new leaders before it connects again to a broker that does not answer. Otherwise its
        // question would wait for that connection, and for each later one.
        config.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 100);
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 250);
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, CONNECT_MS);
        config.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, CONNECT_MAX_MS);
        // Lets the operating system choose the size. Kafka's default of 64 KiB is too small for the bytes that a broker
        // on the same host sends at once: the system drops some of them, and sends them again after 200 ms.
        config.put(CommonClientConfigs.RECEIVE_BUFFER_CONFIG, CommonClientConfigs.RECEIVE_BUFFER_LOWER_BOUND);
        config.putAll(settings.passedThrough("kafka."));
        return config;
    }

    /** An admin client with that client id. */
    public Admin admin(String clientId) {
        Map<String, Object> config =
                new HashMap<>(Map.of(CommonClientConfigs.CLIENT_ID_CONFIG, topics.named(clientId)));
        config.putAll(common());
        return Admin.create(config);
    }

    Map<String, Object> named(Map<String, Object> own) {
        Map<String, Object> named = new HashMap<>(own);
        NAMES.forEach(name -> named.computeIfPresent(name, (same, given) -> topics.named(given.toString())));
        return named;
    }

    /** A producer with {@code own} settings, which the user's {@code producer.} settings override. */
    public Producer<byte[], byte[]> producer(Map<String, Object> own) {
        Map<String, Object> config = common();
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.putAll(named(own));
        config.putAll(settings.passedThrough("producer."));
        return meters == null ? new KafkaProducer<>(config) : new ShownProducer(config, meters);
    }

    /** A consumer with {@code own} settings, which the user's {@code consumer.} settings override. */
    public Consumer<byte[], byte[]> consumer(Map<String, Object> own) {
        Map<String, Object> config = common();
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.putAll(named(own));
        config.putAll(settings.passedThrough("consumer."));
        return meters == null ? new KafkaConsumer<>(config) : new ShownConsumer(config, meters);
    }
}
