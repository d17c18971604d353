package io.orderwire.gateway.replay;

import io.orderwire.runtime.agent.Mailbox;
import org.apache.kafka.common.KafkaException;

/** Runs steps of single replays on the thread of all replays: an exception ends only the replay that caused it. */
final class ReplaySteps {
    private final Mailbox<ReplayReport> reports;

    /** @param reports takes at most one report of each replay that is read */
    ReplaySteps(Mailbox<ReplayReport> reports) {
        this.reports = reports;
    }

    /**
     * Runs a step; returns false if it failed.
     *
     * @throws KafkaException if Kafka failed; the caller retries
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

    /** Returns true if the client of a replay has room; false also if the check failed. */
    boolean lookForRoom(ReplayRun run) {
        boolean[] room = {false};
        attempt(run.replay(), () -> room[0] = run.lookForRoom());
        return room[0];
    }

    /** Reports to the hub that a replay has come near the live stream. */
    void nearLive(ReplayRun run) {
        attempt(run.replay(), () -> {
            run.flushDue();
            reports.force(new ReplayReport.NearLive(run, run.track().stand()));
        });
    }

    /** Reports to the hub that a replay has reached the position at which it joined the live stream. */
    void atEnd(ReplayRun run) {
        attempt(run.replay(), () -> {
            boolean agrees = run.track().agreesAtEnd();
            if (agrees) {
                run.track().reportAtEnd();
            }
            run.flushAll();
            reports.force(new ReplayReport.AtEnd(run, agrees));
        });
    }

    /** Sends the last frame of a replay. */
    void stopping(ReplayRun run) {
        attempt(run.replay(), run::flushAll);
    }
}
