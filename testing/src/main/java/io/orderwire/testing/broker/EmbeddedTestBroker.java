package io.orderwire.testing.broker;

import java.util.Map;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.server.common.MetadataVersion;

/** A broker made by Kafka's own test kit, with one node that is broker and controller. */
final class EmbeddedTestBroker implements TestBroker {
    private final KafkaClusterTestKit kit;
    private boolean closed;

    private EmbeddedTestBroker(KafkaClusterTestKit kit) {
        this.kit = kit;
    }

    static EmbeddedTestBroker start(Map<String, String> settings) {
        try {
            TestKitNodes nodes = new TestKitNodes.Builder()
                    // The kit's default is the version under development, with features that releases do not enable.
                    .setBootstrapMetadataVersion(MetadataVersion.latestProduction())
                    .setCombined(true)
                    .setNumBrokerNodes(1)
                    .setNumControllerNodes(1)
                    .build();
            KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes);
            TestBrokerSettings.with(settings).forEach(builder::setConfigProp);
            EmbeddedTestBroker broker = new EmbeddedTestBroker(builder.build());
            broker.serve();
            return broker;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the embedded broker's start was interrupted", e);
        } catch (Exception e) {
            throw new IllegalStateException("the embedded broker did not start: " + e.getMessage(), e);
        }
    }

    private void serve() throws Exception {
        try {
            kit.format();
            kit.startup();
            kit.waitForReadyBrokers();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    @Override
    public String bootstrapServers() {
        return kit.bootstrapServers();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            kit.close();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded broker did not stop well: " + e.getMessage(), e);
        }
    }
}
