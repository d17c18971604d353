package io.orderwire.gateway.replay;

import io.orderwire.gateway.hub.Streams;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.agent.Agent;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.agent.WakeSignal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads replays, on a thread of the lowest priority and at a bounded rate, so that the live stream is not affected. Replays
 * take turns; those that are near each other are read together, so that many clients that reconnect at once cost little
 * more than one. A step handles all commands and polls at most once. It waits for Kafka only: {@link #idleNanos()} is the
 * time until there is something to do.
 */
public final class ReplayAgent implements Agent {
    private static final Logger log = LoggerFactory.getLogger(ReplayAgent.class);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long IDLE_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long NO_ROOM_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * The source of all replays.
     *
     * @param consumers makes a consumer whenever one is needed
     * @param topic of orders
     * @param partitions of the topic
     * @param recordsPerSecond maximum rate of orders for all replays together
     * @param nowMs epoch milliseconds by the clock that stamped the records
     * @param nanoTime monotonic time
     */
    public record Source(
            Supplier<Consumer<byte[], byte[]>> consumers,
            String topic,
            int partitions,
            int recordsPerSecond,
            LongSupplier nowMs,
            LongSupplier nanoTime) {}

    private final Source source;
    private final ReplayRun.Source runs;
    private final ReplayMailboxes mailboxes;
    private final GatewayMetrics metrics;
    private final LongSupplier nanoTime;
    private final ReplayConsumer kafka;
    private final Starts starts;
    private final ReplaySteps steps;
    private final Pace pace;
    private final Turns replays = new Turns();
    private final ReplayTurn turn;
    private final OwnerCheck owner = new OwnerCheck("the reader of replays");
    private boolean reading;
    private long turnEndNanos;
    private long workedNanos;
    private long waitUntilNanos;
    private boolean roomless;
    private boolean failing;

    /**
     * Does not read yet.
     *
     * @param streams makes the frames of each replay
     */
    public ReplayAgent(Source source, Streams streams, ReplayMailboxes mailboxes, GatewayMetrics metrics) {
        this.source = source;
        this.mailboxes = mailboxes;
        this.metrics = metrics;
        this.nanoTime = source.nanoTime;
        GatewayMetrics unseen = metrics.unseenButFailures();
        metrics.replays().watchLost(unseen.skippedEvents());
        this.runs = new ReplayRun.Source(
                source.topic, source.partitions, streams, new RecordView(), unseen, source.nanoTime);
        this.kafka = new ReplayConsumer(source.consumers, source.topic, source.partitions);
        Ends topicEnds = new Ends(kafka.partitions(), nanoTime);
        this.starts = new Starts(kafka.partitions(), topicEnds, source.nowMs, nanoTime);
        this.steps = new ReplaySteps(mailboxes.reports());
        this.pace = new Pace(source.recordsPerSecond, nanoTime);
        this.turn = new ReplayTurn(kafka, topicEnds, steps, metrics, source.nowMs);
        this.workedNanos = nanoTime.getAsLong();
        this.waitUntilNanos = workedNanos;
    }

    @Override
    public String name() {
        return "gateway-replay";
    }

    @Override
    public WakeSignal signal() {
        return mailboxes.commanded();
    }

    @Override
    public boolean givesWay() {
        return true;
    }

    /** Handles the commands, and polls once for some replays; retries after a pause if Kafka fails. */
    @Override
    public int doWork() {
        owner.check();
        takeIn();
        if (!reading && replays.isEmpty()) {
            idle();
            return 0;
        }
        workedNanos = nanoTime.getAsLong();
        if (workedNanos - waitUntilNanos < 0) {
            return 0;
        }
        try {
            read();
            failing = false;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            recover(e);
        }
        return nanoTime.getAsLong() - waitUntilNanos < 0 ? 0 : 1;
    }

    @Override
    public long idleNanos() {
        if (!reading && replays.isEmpty()) {
            return kafka.isConnected() ? IDLE_NANOS : UNTIL_WOKEN;
        }
        return Math.max(1, waitUntilNanos - nanoTime.getAsLong());
    }

    private void pause(long nanos) {
        waitUntilNanos = nanoTime.getAsLong() + nanos;
    }

    /** Keeps the connection for a while, because the next replay often begins soon. */
    private void idle() {
        if (kafka.isConnected() && nanoTime.getAsLong() - workedNanos > IDLE_CLOSE_NANOS) {
            kafka.close();
        }
    }

    private void takeIn() {
        ReplayCommand command = mailboxes.commands().poll();
        while (command != null) {
            takeIn(command);
            if (roomless) {
                waitUntilNanos = nanoTime.getAsLong();
            }
            command = mailboxes.commands().poll();
        }
        replays.removeUnwanted();
    }

    private void takeIn(ReplayCommand command) {
        if (command instanceof ReplayCommand.Begin begin) {
            Replay replay = begin.replay();
            if (replay.isWanted()) {
                steps.attempt(replay, () -> replays.addNew(new ReplayRun(replay, begin.live(), runs)));
            }
        } else if (command instanceof ReplayCommand.ReadTo readTo) {
            readTo.run().track().until(readTo.live());
            replays.addNew(readTo.run());
        } else if (command instanceof ReplayCommand.PassHeld held) {
            ReplayRun run = held.run();
            steps.attempt(run.replay(), () -> run.track().passHeld(held.live()));
            run.readOn(held.notBeforeNanos());
            replays.addNew(run);
        } else if (command instanceof ReplayCommand.ReadOn readOn) {
            readOn.run().readOn(readOn.notBeforeNanos());
            replays.addNew(readOn.run());
        }
    }

    private void read() {
        if (!reading && !beginTurn()) {
            return;
        }
        long waitNanos = pace.took(turn.poll());
        // Replays that are joining do not wait for the rate limit, because the live stream keeps frames for them.
        if (waitNanos > 0 && !turn.isJoining()) {
            pause(waitNanos);
        }
        if (turn.isOver() || nanoTime.getAsLong() - turnEndNanos >= 0) {
            endTurn();
        }
    }

    /** Returns false if no client has room for more. */
    private boolean beginTurn() {
        List<ReplayRun> fresh = replays.inOrder().stream()
                .filter(run -> !run.track().hasBegun())
                .toList();
        if (!fresh.isEmpty()) {
            starts.beginSome(kafka.connected(), fresh, steps);
        }
        List<ReplayRun> together = replays.choose(steps);
        roomless = together.isEmpty();
        if (roomless) {
            replays.forEach(steps::endOfBatch);
            pause(NO_ROOM_NANOS);
            return false;
        }
        turn.begin(together);
        replays.removeAll(together);
        reading = true;
        turnEndNanos = nanoTime.getAsLong() + TURN_NANOS;
        return true;
    }

    private void endTurn() {
        turn.end().forEach(replays::add);
        reading = false;
        replays.forEach(steps::endOfBatch);
    }

    private void recover(KafkaException e) {
        metrics.source().kafkaError();
        if (!failing) {
            log.warn("replaying {} failed, trying again: {}", source.topic, e.toString());
        }
        failing = true;
        roomless = false;
        kafka.close();
        endTurn();
        pause(RETRY_NANOS);
    }

    /** Each replay gets a last frame. Those that were handed over to the hub got theirs before. */
    @Override
    public void onClose() {
        takeIn();
        turn.end().forEach(replays::add);
        replays.forEach(steps::stopping);
        kafka.close();
    }
}
