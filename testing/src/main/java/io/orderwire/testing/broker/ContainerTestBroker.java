package io.orderwire.testing.broker;

import io.orderwire.testing.prerequisite.Prerequisite;
import java.time.Duration;
import java.util.Map;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Kafka's official image. */
final class ContainerTestBroker implements TestBroker {
    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final KafkaContainer container;

    private ContainerTestBroker(KafkaContainer container) {
        this.container = container;
    }

    static ContainerTestBroker start(Map<String, String> settings) {
        ContainerEngine.whyNot().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        KafkaContainer container = new KafkaContainer(IMAGE)
                .withEnv(TestBrokerSettings.environment(settings))
                .withStartupTimeout(START_TIMEOUT);
        try {
            container.start();
        } catch (RuntimeException e) {
            container.stop();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ContainerFetchException) {
                    throw Prerequisite.DOCKER.missing(
                            "the image " + IMAGE + " cannot be pulled: " + cause.getMessage());
                }
            }
            throw e;
        }
        return new ContainerTestBroker(container);
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.stop();
    }
}
