package io.orderwire.parser.sink;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Collects the results of the orders of one block, and completes the block's callback once. Kafka's producer calls it from its
 * own thread, and from the sender's if it refuses a record at once.
 */
final class BlockAcknowledgement implements Callback {
    private final AtomicInteger pending;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final @Nullable Callback done;

    BlockAcknowledgement(int orders, @Nullable Callback done) {
        this.pending = new AtomicInteger(orders);
        this.done = done;
    }

    boolean failed() {
        return failed.get();
    }

    /** A failure is reported at once. Failed orders stay pending, so that no success can follow. */
    @Override
    public void onCompletion(RecordMetadata metadata, @Nullable Exception exception) {
        boolean last = exception == null ? pending.decrementAndGet() == 0 : failed.compareAndSet(false, true);
        if (last && done != null) {
            done.onCompletion(metadata, exception);
        }
    }
}
