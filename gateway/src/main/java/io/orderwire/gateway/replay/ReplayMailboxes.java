package io.orderwire.gateway.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.gateway.stats.GatewayMeter;
import io.orderwire.runtime.agent.Mailbox;
import io.orderwire.runtime.agent.WakeSignal;

/**
 * The mailboxes between the hub's thread and the replay agent. Only commands for new replays may find the mailbox full;
 * such replays wait. Other messages are bounded by the number of replays that are read, because each replay belongs to one
 * side at a time and has at most one message in flight. Thread-safe.
 */
public final class ReplayMailboxes {
    private final WakeSignal commanded;
    private final Mailbox<ReplayCommand> commands;
    private final Mailbox<ReplayReport> reports;

    /**
     * Empty.
     *
     * @param mostReplays maximum number of replays that are read at a time
     * @param wakeHub wakes the hub's thread
     */
    public ReplayMailboxes(int mostReplays, Runnable wakeHub) {
        this.commanded = new WakeSignal();
        this.commands = new Mailbox<>(mostReplays, commanded);
        this.reports = new Mailbox<>(mostReplays, wakeHub);
    }

    /** Of mailboxes whose messages do not wake an agent. */
    ReplayMailboxes(Mailbox<ReplayCommand> commands, Mailbox<ReplayReport> reports) {
        this.commanded = new WakeSignal();
        this.commands = commands;
        this.reports = reports;
    }

    /** Wakes the replay agent for each command. */
    WakeSignal commanded() {
        return commanded;
    }

    /** Registers gauges of both. */
    public void gauges(MeterRegistry meters) {
        commands.gauges(meters, GatewayMeter.REPLAYS_COMMANDS, GatewayMeter.REPLAYS_COMMANDS_LIMIT);
        reports.gauges(meters, GatewayMeter.REPLAYS_REPORTS, GatewayMeter.REPLAYS_REPORTS_LIMIT);
    }

    Mailbox<ReplayCommand> commands() {
        return commands;
    }

    Mailbox<ReplayReport> reports() {
        return reports;
    }
}
