package io.orderwire.gateway.read;

import org.apache.kafka.common.KafkaException;

/** Steps of one replay on the thread of all: what one throws ends that one, and nothing else. */
final class ReplaySteps {
    private ReplaySteps() {}

    /**
     * Does a step; false when it failed.
     *
     * @throws KafkaException when Kafka is at fault, which is tried again
     */
    static boolean attempt(Replay replay, Runnable step) {
        try {
            step.run();
            return true;
        } catch (KafkaException e) {
            throw e;
        } catch (ReplayEndedException e) {
            replay.ended(e.end());
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            replay.failed(e);
            return false;
        }
    }

    static void endOfBatch(Replay replay) {
        attempt(replay, replay::endOfBatch);
    }

    /** Whether its client takes more; false when that failed. */
    static boolean lookForRoom(Replay replay) {
        boolean[] room = {false};
        attempt(replay, () -> room[0] = replay.lookForRoom());
        return room[0];
    }
}
