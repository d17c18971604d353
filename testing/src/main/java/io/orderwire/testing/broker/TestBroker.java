package io.orderwire.testing.broker;

import io.orderwire.contract.topic.Topics;
import java.util.Map;

/** A Kafka broker for tests: one node, empty, with the settings of the product's own brokers. */
public interface TestBroker extends AutoCloseable {
    /** Host and port for clients. */
    String bootstrapServers();

    /** Names of the topics that a test uses on it. */
    default Topics topics() {
        return Topics.DEFAULT;
    }

    /** Stops the broker and deletes its data. */
    @Override
    void close();

    /**
     * The broker that all tests of this process share, with a prefix for topics, groups and transactional ids that is
     * unique to this call. Its settings cannot be changed, and closing it does not stop it.
     */
    static TestBroker shared() {
        return SharedTestBroker.next();
    }

    /** A broker inside this process, for one test. */
    static TestBroker embedded() {
        return embedded(Map.of());
    }

    /**
     * A broker inside this process.
     *
     * @param settings broker settings by Kafka's names, over those of {@link TestBrokerSettings}
     */
    static TestBroker embedded(Map<String, String> settings) {
        return EmbeddedTestBroker.start(settings);
    }

    /**
     * A broker in a container of its own.
     *
     * @throws IllegalStateException with the reason when no container engine answers
     */
    static TestBroker container() {
        return container(Map.of());
    }

    /**
     * A broker in a container of its own.
     *
     * @param settings broker settings by Kafka's names, over those of {@link TestBrokerSettings}
     * @throws IllegalStateException with the reason when no container engine answers
     */
    static TestBroker container(Map<String, String> settings) {
        return ContainerTestBroker.start(settings);
    }

    /** True when containers can be started; {@link ContainerEngine#whyNot} says why not. */
    static boolean containerEngineAnswers() {
        return ContainerEngine.whyNot().isEmpty();
    }
}
