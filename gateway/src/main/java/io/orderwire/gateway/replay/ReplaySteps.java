package io.orderwire.gateway.replay;

import io.orderwire.runtime.agent.Mailbox;
import org.apache.kafka.common.KafkaException;

/** Steps of one replay on the thread of all: an exception of one ends that one, and nothing else. */
final class ReplaySteps {
    private final Mailbox<ReplayReport> reports;

    /** @param reports takes at most one report of each replay that is read */
    ReplaySteps(Mailbox<ReplayReport> reports) {
        this.reports = reports;
    }

    /**
     * Does a step; false when it failed.
     *
     * @throws KafkaException when Kafka is at fault, which is tried again
     */
    boolean attempt(Replay replay, Runnable step) {
        try {
            step.run();
            return true;
        } catch (KafkaException e) {
            throw e;
        } catch (ReplayEndedException e) {
            ended(replay, e.end());
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            replay.failed(e);
            return false;
        }
    }

    private void ended(Replay replay, ReplayEnd end) {
        if (replay.withdraw()) {
            reports.force(new ReplayReport.Ended(replay, end));
        }
    }

    void endOfBatch(ReplayRun run) {
        attempt(run.replay(), run::endOfBatch);
    }

    /** Whether its client takes more; false when that failed. */
    boolean lookForRoom(ReplayRun run) {
        boolean[] room = {false};
        attempt(run.replay(), () -> room[0] = run.lookForRoom());
        return room[0];
    }

    /** Hands over a replay that has come near the live stream. */
    void nearLive(ReplayRun run) {
        attempt(run.replay(), () -> {
            run.flushDue();
            reports.force(new ReplayReport.NearLive(run, run.track().stand()));
        });
    }

    /** Hands over a replay that is where it has joined the live stream. */
    void atEnd(ReplayRun run) {
        attempt(run.replay(), () -> {
            run.flushAll();
            reports.force(new ReplayReport.AtEnd(run, run.track().agreesAtEnd()));
        });
    }

    /** Sends the last frame of a replay. */
    void stopping(ReplayRun run) {
        attempt(run.replay(), run::flushAll);
    }
}
