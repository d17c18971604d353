package io.orderwire.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.loader.MetadataLoader;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration that a killed broker left in the controller. With it, a broker that returns takes itself for the leader
 * of everything it led, until the session of the previous registration expires and nothing has a leader for a moment. Kafka
 * 4.3.1 then drops the markers of a transaction that was ending when the broker was killed, and calls it complete
 * (KAFKA-20734): readers of committed records wait forever, and so does the parser for its own offsets, at every start. If
 * the previous registration is removed before the broker starts, the broker starts without leading anything, and leads with
 * a new epoch once it is registered.
 */
final class PreviousRegistration {
    private static final Logger log = LoggerFactory.getLogger(PreviousRegistration.class);
    private static final String NOT_REMOVED = "the broker's previous registration cannot be removed";

    private final int broker;
    private final Controller controller;
    private final MetadataLoader loader;

    /**
     * @param broker id of the node, the only one
     * @param loader the metadata loader that the broker will use, too
     */
    PreviousRegistration(int broker, Controller controller, MetadataLoader loader) {
        this.broker = broker;
        this.controller = controller;
        this.loader = loader;
    }

    /**
     * Removes it if a kill has left one, and returns when the metadata that the broker will see no longer has it.
     *
     * @throws BrokerStartException if it cannot be removed within the timeout
     */
    void remove(Duration timeout) {
        ControllerCalls.within(timeout, NOT_REMOVED, calls -> {
            Registration previous = new Registration();
            calls.await(loader.installPublishers(List.of(previous)));
            if (calls.await(previous.leads)) {
                calls.ask(() -> controller.unregisterBroker(calls.context(), broker));
                calls.await(previous.gone);
                log.debug("the broker's previous registration is removed");
            }
            calls.await(loader.removeAndClosePublisher(previous));
        });
    }

    /** Finds out from the metadata whether the broker is registered and not fenced, and when it is not registered. */
    private final class Registration implements MetadataPublisher {
        private final CompletableFuture<Boolean> leads = new CompletableFuture<>();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();

        @Override
        public String name() {
            return "PreviousRegistration";
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            BrokerRegistration registered = image.cluster().broker(broker);
            // A broker that was stopped in order is fenced.
            leads.complete(registered != null && !registered.fenced());
            if (registered == null) {
                gone.complete(null);
            }
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
