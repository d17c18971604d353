package io.orderwire.gateway.stats;

import io.orderwire.runtime.meters.Catalogued;
import io.orderwire.runtime.meters.Metric;
import io.orderwire.runtime.meters.Metric.Unit;

/** Every meter of the gateway by station, in the order in which an order passes through them; last those of requests. */
public enum GatewayMeter implements Catalogued {
    AGE(Metric.timer("orderwire.gateway.age", "Age of the oldest record of a poll after its records were handled")),
    AGE_LIMIT(Metric.gauge(
                    "orderwire.gateway.age.limit",
                    "Age from which records are shed with overload=latest: gateway.max.age.ms")
            .in(Unit.SECONDS)),
    RECORDS(Metric.counter(
            "orderwire.gateway.records",
            "Records read from the topic of orders, however many orders are in each, gap markers included")),
    SHEDS(Metric.counter(
            "orderwire.gateway.sheds", "Times that records of a partition were shed because of their age")),
    SKIPPED(Metric.counter(
            "orderwire.gateway.skipped",
            "Events that no client got, by reason: age, retention, late (after higher sequences of its"
                    + " partition), reported (as lost, by an aborted transaction), version (a later"
                    + " version wrote them)",
            "reason")),
    OFFSETS_GONE(Metric.counter(
            "orderwire.gateway.offsets.gone", "Times that the next offsets to read no longer existed in the topic")),
    TOPIC_RECREATED(
            Metric.counter("orderwire.gateway.topic.recreated", "Times that the topic was deleted and created again")),
    KAFKA_ERRORS(Metric.counter(
            "orderwire.gateway.kafka.errors", "Failures of reading, each of which is followed by a new consumer")),
    FOREIGN(Metric.counter(
            "orderwire.gateway.foreign",
            "Records that were ignored because no process of this pipeline can have written them, or a"
                    + " later version did",
            "topic")),
    FAILURES(Metric.counter(
            "orderwire.gateway.failures",
            "Unforeseen failures: of a client (its connection was closed with 1011), a record (it was"
                    + " not sent), a broadcast (a message of pipeline or gaps was not sent)",
            "of")),
    REPEATED(Metric.counter(
            "orderwire.gateway.repeated", "Orders and gap markers ignored because their sequences had been seen")),
    UNREADABLE(Metric.counter(
            "orderwire.gateway.unreadable",
            "Orders, and records as a whole, ignored because they are neither orders nor a gap")),
    UNUSUAL(Metric.counter(
            "orderwire.gateway.unusual",
            "Orders whose form (names, nesting, kinds of values) was not that of an earlier one; they take longer")),
    GAPS(Metric.counter("orderwire.gateway.gaps", "Gap markers passed on")),
    SEQ_JUMPS(Metric.counter(
            "orderwire.gateway.seq.jumps",
            "Ranges of sequences of a partition that are missing without a gap marker: mostly dead letters")),
    SEQ_JUMPED(Metric.counter("orderwire.gateway.seq.jumped", "Sequences that are missing without a gap marker")),
    SEQ_FORGOTTEN(Metric.counter(
            "orderwire.gateway.seq.forgotten",
            "Missing sequences that are no longer remembered, because newer ranges replaced them")),
    TASKS(Metric.gauge("orderwire.gateway.tasks", "Requests, losses and other work that wait for the reading thread")),
    TASKS_LIMIT(
            Metric.gauge("orderwire.gateway.tasks.limit", "Requests and losses that may wait for the reading thread")),
    SUBSCRIPTIONS(Metric.gauge("orderwire.gateway.subscriptions", "Subscriptions of all clients")),
    SUBSCRIPTIONS_SHARED(Metric.gauge(
            "orderwire.gateway.subscriptions.shared", "Distinct subscriptions, each of which clients share")),
    SUBSCRIPTIONS_REFUSED(Metric.counter(
            "orderwire.gateway.subscriptions.refused", "Subscriptions refused because of a limit in number or memory")),
    SUBSCRIPTIONS_MEMORY(Metric.gauge(
                    "orderwire.gateway.subscriptions.memory", "Approximate memory of the subscriptions of all clients")
            .in(Unit.BYTES)),
    SUBSCRIPTIONS_MEMORY_LIMIT(Metric.gauge(
                    "orderwire.gateway.subscriptions.memory.limit",
                    "Memory that the subscriptions of all clients may take")
            .in(Unit.BYTES)),
    SUBSCRIPTIONS_ENDED(Metric.counter(
            "orderwire.gateway.subscriptions.ended",
            "Subscriptions ended because their work exceeded a limit: that of the client, address or token",
            "limit")),
    WORK(Metric.counter(
                    "orderwire.gateway.work",
                    "Estimated time of the reading thread for matching and sending, for all clients")
            .in(Unit.SECONDS)),
    WORK_USE(Metric.gauge(
            "orderwire.gateway.work.use",
            "Used part of the work limit of the client, address or token nearest to its limit, 0 to 1;"
                    + " above 1 in debt")),
    WORK_REFUSED(Metric.counter(
            "orderwire.gateway.work.refused",
            "Subscriptions refused because work exceeded a limit: that of the client, address or token",
            "limit")),
    FRAMES_ENCODED(Metric.counter(
            "orderwire.gateway.frames.encoded", "Frames encoded, once for all clients with the same subscription")),
    FRAMES_QUEUED(Metric.counter("orderwire.gateway.frames.queued", "Frames queued for clients")),
    FRAMES_COMPRESSED(Metric.counter(
            "orderwire.gateway.frames.compressed",
            "Frames compressed, each counted once for all clients that receive it")),
    COMPRESSION(Metric.counter("orderwire.gateway.compression", "Time that compression took on the I/O threads")
            .in(Unit.SECONDS)),
    COMPRESSION_IN(Metric.counter(
                    "orderwire.gateway.compression.in.bytes", "Bytes of the compressed frames before compression")
            .in(Unit.BYTES)),
    COMPRESSION_OUT(Metric.counter(
                    "orderwire.gateway.compression.out.bytes", "Bytes of the compressed frames after compression")
            .in(Unit.BYTES)),
    COMPRESSION_SKIPPED(Metric.counter(
            "orderwire.gateway.compression.skipped",
            "Frames sent uncompressed because compression exceeded a limit (of the client, address,"
                    + " token, or all), counted for each client",
            "limit")),
    REPLAYS(Metric.gauge("orderwire.gateway.replays", "Subscriptions that began in the past and have not caught up")),
    REPLAYS_LIMIT(Metric.gauge("orderwire.gateway.replays.limit", "Subscriptions that may be catching up at a time")),
    REPLAYS_WAITING(Metric.gauge(
            "orderwire.gateway.replays.waiting",
            "Subscriptions with a start in the past that wait until others have caught up")),
    REPLAYS_WAITING_LIMIT(Metric.gauge(
            "orderwire.gateway.replays.waiting.limit", "Subscriptions that may wait for others to catch up")),
    REPLAYS_MEMORY(Metric.gauge(
                    "orderwire.gateway.replays.memory", "Approximate memory of subscriptions that have not caught up")
            .in(Unit.BYTES)),
    REPLAYS_MEMORY_LIMIT(Metric.gauge(
                    "orderwire.gateway.replays.memory.limit", "Memory limit of subscriptions that have not caught up")
            .in(Unit.BYTES)),
    REPLAYS_COMMANDS(Metric.gauge(
            "orderwire.gateway.replays.commands", "Commands for replays that wait for the thread that reads replays")),
    REPLAYS_COMMANDS_LIMIT(Metric.gauge(
            "orderwire.gateway.replays.commands.limit",
            "Commands for replays that may wait for the thread that reads replays")),
    REPLAYS_REPORTS(
            Metric.gauge("orderwire.gateway.replays.reports", "Reports of replays that wait for the reading thread")),
    REPLAYS_REPORTS_LIMIT(Metric.gauge(
            "orderwire.gateway.replays.reports.limit", "Reports of replays that may wait for the reading thread")),
    REPLAYS_REFUSED(Metric.counter(
            "orderwire.gateway.replays.refused",
            "Subscriptions with a start in the past that were refused because of a limit")),
    REPLAYS_ENDED(Metric.counter(
            "orderwire.gateway.replays.ended",
            "Subscriptions that were ended before they had caught up, by reason: offsets and sequences"
                    + " of a cursor, handover (to the live stream), slow, memory, waited, topic",
            "reason")),
    REPLAYS_GONE(Metric.counter(
            "orderwire.gateway.replays.gone",
            "Events that were gone from the topic before a replay read them, counted for each replay")),
    REPLAYED(Metric.counter(
            "orderwire.gateway.replayed", "Orders read from Kafka for subscriptions that begin in the past")),
    CLIENTS(Metric.gauge("orderwire.gateway.clients", "Clients connected")),
    CLIENTS_LIMIT(Metric.gauge("orderwire.gateway.clients.limit", "Clients that may be connected")),
    QUEUE_FILL(Metric.gauge(
            "orderwire.gateway.queue.fill",
            "How full the fullest queue of a client is: 1 at its limit, which answers and a long frame may exceed")),
    QUEUES(Metric.gauge(
                    "orderwire.gateway.queues", "Memory of the frames and requests that wait, of all clients together")
            .in(Unit.BYTES)),
    QUEUES_LIMIT(Metric.gauge(
                    "orderwire.gateway.queues.limit",
                    "Memory that the waiting frames and requests of all clients may take")
            .in(Unit.BYTES)),
    DROPPED_SLOW(Metric.counter(
            "orderwire.gateway.dropped.slow", "Events dropped because a client was slow, counted for each client")),
    CLOSED(Metric.counter(
            "orderwire.gateway.closed", "Connections closed by the gateway, by WebSocket close code", "code")),
    REFUSED(Metric.counter("orderwire.gateway.refused", "Requests refused, by HTTP status", "status")),
    LIMITED(Metric.counter(
            "orderwire.gateway.limited",
            "Requests refused with 429, by the option that sets the limit; the limit for searches that"
                    + " wait has no option",
            "limit")),
    SOCKETS(Metric.gauge(
            "orderwire.gateway.sockets",
            "TCP connections by state: silent (no request came), idle (between requests), busy, websocket",
            "state")),
    SOCKETS_LIMIT(Metric.gauge("orderwire.gateway.sockets.limit", "TCP connections that may be open")),
    SOCKETS_ADDRESS(
            Metric.gauge("orderwire.gateway.sockets.address", "TCP connections of the address that holds the most")),
    SOCKETS_ADDRESS_LIMIT(
            Metric.gauge("orderwire.gateway.sockets.address.limit", "TCP connections that one address may hold")),
    SOCKETS_ENDED(Metric.counter(
            "orderwire.gateway.sockets.ended",
            "TCP connections that the gateway ended or refused, by reason: address (it has as many as it"
                    + " may, all in use), rate, full, replaced (silent or idle, for a newer one), silent, idle,"
                    + " slow, failed (the system could not accept it)",
            "reason")),
    SEARCHES(Metric.timer("orderwire.gateway.searches", "Searches of recent orders, and the CPU time that they took")),
    SEARCHES_CUT(Metric.counter(
            "orderwire.gateway.searches.cut", "Answers that were truncated because gateway.answer.bytes was reached")),
    SEARCHES_WAITING(Metric.gauge("orderwire.gateway.searches.waiting", "Searches that run or wait")),
    SEARCHES_WAITING_LIMIT(Metric.gauge("orderwire.gateway.searches.waiting.limit", "Searches that may run or wait")),
    ANSWERS(Metric.gauge("orderwire.gateway.answers", "Bytes of the answers to searches that clients have not taken")
            .in(Unit.BYTES)),
    ANSWERS_LIMIT(Metric.gauge("orderwire.gateway.answers.limit", "Bytes of answers that clients may have left untaken")
            .in(Unit.BYTES)),
    CERTIFICATE_EXPIRES(Metric.gauge(
                    "orderwire.gateway.certificate.expires",
                    "End of the validity of the TLS certificate, seconds since 1970")
            .in(Unit.SECONDS)),
    CERTIFICATE_TAKEN(Metric.counter(
            "orderwire.gateway.certificate.taken",
            "Times that the certificate was replaced while the gateway was running")),
    CERTIFICATE_FAULTS(Metric.counter(
            "orderwire.gateway.certificate.faults",
            "Faults of a new certificate or its key, found while the gateway was running"));

    private final Metric metric;

    GatewayMeter(Metric metric) {
        this.metric = metric;
    }

    @Override
    public Metric metric() {
        return metric;
    }
}
