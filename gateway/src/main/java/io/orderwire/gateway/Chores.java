package io.orderwire.gateway;

import io.orderwire.gateway.http.Connections;
import io.orderwire.gateway.http.GatewayServer;
import io.orderwire.gateway.http.IoThreads;
import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.source.TopicWatch;
import io.orderwire.runtime.agent.WatchedTimer;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.websocket.tls.TlsFiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The periodic tasks of the gateway. Tasks that read files have their own timer, so that a hanging file system does not
 * prevent the gateway from closing slow clients.
 */
final class Chores {
    private static final long SWEEP_MS = 250;
    private static final long TICK_MS = 1_000;
    private static final long TOPIC_CHECK_MS = 3_000;
    private static final String WORKERS_STAGE = "gateway-workers";

    private final StartedParts parts;
    private final StallWatchdog watchdog;
    private final WatchedTimer timer;
    private final WatchedTimer files;

    /** Creates the timers without tasks, and adds them to {@code parts}, which closes them. */
    Chores(StartedParts parts, StallWatchdog watchdog) {
        this.parts = parts;
        this.watchdog = watchdog;
        timer = parts.add(new WatchedTimer("gateway-chores", watchdog));
        files = parts.add(new WatchedTimer("gateway-files", watchdog));
    }

    void watchTopic(TopicWatch topic) {
        every(timer, "querying the topic", TOPIC_CHECK_MS, topic::ask);
    }

    void watchClients(Connections connections, Clients clients, IoThreads ioThreads) {
        every(files, "reading the tokens", TICK_MS, connections::refreshTokens);
        every(timer, "closing clients with invalid tokens", TICK_MS, connections::sweepTokens);
        every(timer, "closing slow clients", SWEEP_MS, () -> clients.sweep(System.nanoTime()));
        every(timer, "probing the I/O threads", TICK_MS, ioThreads::probe);
    }

    void watchServer(GatewayServer server, @Nullable TlsFiles tls) {
        if (tls != null) {
            every(files, "reading the certificate", TICK_MS, () -> tls.refresh(server::serveWith));
        }
        every(timer, "probing the workers", TICK_MS, server::probeWorkers);
        watchdog.watch(WORKERS_STAGE, server.workers());
        parts.add(() -> watchdog.forget(WORKERS_STAGE));
    }

    void mergeStats(Runnable tick) {
        every(timer, "merging the stats", TICK_MS, tick);
    }

    private static void every(WatchedTimer timer, String task, long ms, Runnable work) {
        timer.every(task, ms, ms, work);
    }

    /** The tasks whose last run failed, with their errors; empty if there are none. */
    List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>(timer.reasons());
        reasons.addAll(files.reasons());
        return reasons;
    }
}
