package io.orderwire.testing.broker;

import io.orderwire.contract.topic.Topics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Exit;

/** A view of the broker that all tests of this process share, with a prefix that other tests do not use. */
final class SharedTestBroker implements TestBroker {
    private static final AtomicInteger INSTALLATIONS = new AtomicInteger();

    private final TestBroker broker;
    private final Topics topics;

    private SharedTestBroker(TestBroker broker, Topics topics) {
        this.broker = broker;
        this.topics = topics;
    }

    static SharedTestBroker next() {
        return new SharedTestBroker(Holder.BROKER, new Topics("test-" + INSTALLATIONS.incrementAndGet() + "."));
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public Topics topics() {
        return topics;
    }

    /** Leaves the broker to the other tests. */
    @Override
    public void close() {}

    private static final class Holder {
        private static final TestBroker BROKER = start();

        private static TestBroker start() {
            // Kafka's test kit deletes its folder in a shutdown hook, which may run before the hook that stops the
            // broker. The broker then misses its only log folder, and would halt this JVM as if the tests had failed.
            Exit.setHaltProcedure(
                    (status, message) -> System.err.println("the broker of the tests halted: " + message));
            TestBroker broker = EmbeddedTestBroker.start(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "shared-test-broker-stop"));
            return broker;
        }
    }
}
