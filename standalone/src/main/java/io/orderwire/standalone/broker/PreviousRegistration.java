package io.orderwire.standalone.broker;

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
 * What the controller still knows of a broker that was killed. Left alone, a broker that comes back takes itself for the
 * leader of all that it led, until the session of its former self has run out and nothing has a leader for a moment. Of a
 * transaction that was being ended when it was killed Kafka 4.3.1 then drops the markers and calls it complete
 * (KAFKA-20734): who reads what is committed waits for ever, and so does the parser for its own offsets, at each start
 * again. So the former self is taken off the books before the broker begins: it begins without a leader, and leads with a
 * new epoch once it is back.
 */
final class PreviousRegistration {
    private static final Logger log = LoggerFactory.getLogger(PreviousRegistration.class);
    private static final String NOT_REMOVED = "the broker's former self cannot be taken off the books";

    private final int broker;
    private final Controller controller;
    private final MetadataLoader loader;

    /**
     * @param broker id of the node, the only one
     * @param loader that the broker will learn from, too
     */
    PreviousRegistration(int broker, Controller controller, MetadataLoader loader) {
        this.broker = broker;
        this.controller = controller;
        this.loader = loader;
    }

    /**
     * Removes it if a kill has left it, and returns when what the broker sees at first is without it.
     *
     * @throws BrokerStartException when it cannot be removed within the timeout
     */
    void remove(Duration timeout) {
        ControllerCalls.within(timeout, NOT_REMOVED, calls -> {
            Books books = new Books();
            calls.await(loader.installPublishers(List.of(books)));
            if (calls.await(books.leads)) {
                calls.ask(() -> controller.unregisterBroker(calls.context(), broker));
                calls.await(books.gone);
                log.debug("the broker's former self is off the books");
            }
            calls.await(loader.removeAndClosePublisher(books));
        });
    }

    /** Whether the broker is registered and in its place, and when it no longer is registered at all. */
    private final class Books implements MetadataPublisher {
        private final CompletableFuture<Boolean> leads = new CompletableFuture<>();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();

        @Override
        public String name() {
            return "PreviousRegistration";
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            BrokerRegistration registered = image.cluster().broker(broker);
            // After a stop in order it is fenced.
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
