package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.orderwire.gateway.session.ClientEvents;
import io.orderwire.websocket.limit.SendMemory;
import java.util.EnumMap;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every meter of the gateway. */
public final class GatewayMetrics implements ClientEvents {
    /** Why an event was not passed on to any client. */
    public enum Skipped {
        /** It was shed for newer ones. */
        AGE,
        /** It was deleted from the topic before it was read. */
        RETENTION,
        /** It was written after higher sequences of its partition. */
        LATE,
        /** An aborted transaction had reported it as lost. */
        TOLD
    }

    private static final Logger log = LoggerFactory.getLogger(GatewayMetrics.class);
    private static final String FAILURES =
            "Failures of the gateway that nobody has foreseen: a client that was closed for it, a record that was"
                    + " skipped, a message to many that was not sent";

    private final MeterRegistry registry;
    private final Counter read;
    private final Counter repeated;
    private final Counter unreadable;
    private final Counter forgotten;
    private final EnumMap<Skipped, LongAdder> skipped = new EnumMap<>(Skipped.class);
    private final Counter gaps;
    private final Counter jumps;
    private final Counter jumpedEvents;
    private final Counter outOfRange;
    private final Counter agedOut;
    private final Counter topicRecreated;
    private final Counter kafkaErrors;
    private final Counter frames;
    private final Counter deliveries;
    private final CompressionMetrics compression;
    private final DistributionSummary age;
    private final ReplayMetrics replays;
    private final LongAdder droppedSlow = new LongAdder();
    private final AtomicInteger groups = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final AtomicLong subscriptionBytes = new AtomicLong();
    private final Counter subscriptionsRefused;
    private final Counter failedClients;
    private final AtomicBoolean clientFailureLogged = new AtomicBoolean();
    private final Counter failedBroadcasts;
    private final FailedRecords failedRecords;
    private final EdgeMetrics edge;

    /** Registers them. */
    public GatewayMetrics(MeterRegistry registry) {
        this(registry, new FailedRecords(registry, System::nanoTime));
    }

    private GatewayMetrics(MeterRegistry registry, FailedRecords failedRecords) {
        this.registry = registry;
        this.failedRecords = failedRecords;
        this.edge = new EdgeMetrics(registry);
        read = counter("records", "Records read from the topic of orders, gap markers included");
        repeated = counter("repeated", "Records ignored because their sequence had been seen");
        unreadable = counter("unreadable", "Records ignored because they are neither an order nor a gap");
        gaps = counter("gaps", "Gap markers passed on");
        jumps = counter("seq.jumps", "Jumps in the sequence of a partition that no gap marker explains: dead letters");
        forgotten = counter("seq.forgotten", "Sequences left out so long ago that they are not waited for any more");
        failedClients = failures("client");
        failedBroadcasts = failures("broadcast");
        FunctionCounter.builder("orderwire.gateway.failures", failedRecords, FailedRecords::count)
                .description(FAILURES)
                .tag("of", "record")
                .register(registry);
        for (Skipped why : Skipped.values()) {
            skipped.put(why, skippedCounter(why));
        }
        jumpedEvents = counter("seq.jumped", "Sequences left out by those jumps");
        outOfRange = counter("offsets.gone", "Times that the offsets to read next were gone from the topic");
        agedOut = counter("age.jumps", "Times that a partition was read on further ahead, for the age of its records");
        topicRecreated = counter("topic.recreated", "Times that the topic was found to be another one");
        kafkaErrors = counter("kafka.errors", "Failures of reading that were recovered from by a new consumer");
        frames = counter("frames.encoded", "Frames encoded, one for all clients with the same subscription");
        deliveries = counter("frames.queued", "Frames queued for clients");
        replays = new ReplayMetrics(registry);
        compression = new CompressionMetrics(registry);
        age = DistributionSummary.builder("orderwire.gateway.age")
                .description("Age of the oldest record of a poll when it was handled")
                .baseUnit("milliseconds")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        FunctionCounter.builder("orderwire.gateway.dropped.slow", droppedSlow, LongAdder::sum)
                .description("Events dropped because a client was slow, counted for each client")
                .register(registry);
        gauge("orderwire.gateway.groups", groups::get, "Distinct subscriptions");
        gauge("orderwire.gateway.subscriptions", subscriptions::get, "Subscriptions of all clients");
        subscriptionsRefused = counter("subscriptions.refused", "Subscriptions over a limit, in number or memory");
        Gauge.builder("orderwire.gateway.subscriptions.memory", subscriptionBytes, AtomicLong::get)
                .description("Memory of the subscriptions of all clients, about")
                .baseUnit("bytes")
                .register(registry);
    }

    /** Meters that are not exposed: replayed records were counted when they were read first. */
    public static GatewayMetrics unseen() {
        return new GatewayMetrics(new CompositeMeterRegistry());
    }

    /** The same, but for records that fail: those count, and once for each replay. */
    public GatewayMetrics unseenButFailures() {
        return new GatewayMetrics(new CompositeMeterRegistry(), failedRecords);
    }

    private Counter failures(String of) {
        return Counter.builder("orderwire.gateway.failures")
                .description(FAILURES)
                .tag("of", of)
                .register(registry);
    }

    /** Work for a client failed, and its connection is closed for it. The first time says where: a client can repeat it. */
    @Override
    public void failed(Throwable failure) {
        failedClients.increment();
        if (clientFailureLogged.compareAndSet(false, true)) {
            log.error("work for a client failed, its connection is closed; later ones are told in a line", failure);
        } else {
            log.warn("work for a client failed, its connection is closed: {}", failure.toString());
        }
    }

    /** A message to many could not be made. */
    public void broadcastFailed() {
        failedBroadcasts.increment();
    }

    /** Records that were skipped because handling them failed. */
    public FailedRecords failedRecords() {
        return failedRecords;
    }

    /** Meters of connections and requests, before and beside the WebSocket. */
    public EdgeMetrics edge() {
        return edge;
    }

    private LongAdder skippedCounter(Skipped why) {
        LongAdder count = new LongAdder();
        FunctionCounter.builder("orderwire.gateway.skipped", count, LongAdder::sum)
                .description("Events that no client got, whatever it asked for, by reason")
                .tag("reason", why.name().toLowerCase(Locale.ROOT))
                .register(registry);
        return count;
    }

    private void gauge(String name, IntSupplier value, String description) {
        Gauge.builder(name, value, IntSupplier::getAsInt)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("orderwire.gateway." + name)
                .description(description)
                .register(registry);
    }

    /** Watches the connections: how many, and how full the fullest queue is, 0 to 1. */
    public void watchClients(IntSupplier count, int most, DoubleSupplier fill) {
        gauge("orderwire.gateway.clients", count, "Clients connected");
        gauge("orderwire.gateway.clients.limit", () -> most, "Clients that may be connected");
        Gauge.builder("orderwire.gateway.queue.fill", fill, DoubleSupplier::getAsDouble)
                .description("How full the fullest queue of a client is, 0 to 1")
                .strongReference(true)
                .register(registry);
    }

    /** Shows the memory of the frames and requests that wait for all clients together, and its limit. */
    public void watchSendMemory(SendMemory sendMemory) {
        bytes("orderwire.gateway.queues", sendMemory::bytes, "Memory of what waits for all clients together");
        bytes("orderwire.gateway.queues.limit", sendMemory::most, "Memory that what waits for all clients may take");
    }

    /** Shows how many tasks wait for the reading thread, and how many may. */
    public void watchTasks(IntSupplier waiting, int most) {
        gauge("orderwire.gateway.tasks", waiting, "Requests, losses and other work that wait for the reading thread");
        gauge("orderwire.gateway.tasks.limit", () -> most, "Requests and losses that may wait for the reading thread");
    }

    /** Shows how much memory the subscriptions of all clients may take. */
    public void limitSubscriptions(long most) {
        bytes(
                "orderwire.gateway.subscriptions.memory.limit",
                () -> most,
                "Memory that the subscriptions of all clients may take");
    }

    private void bytes(String name, LongSupplier value, String description) {
        Gauge.builder(name, value, LongSupplier::getAsLong)
                .description(description)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    /** Watches what the replays lose, which {@code unseen} counts. */
    public void watchReplays(GatewayMetrics unseen) {
        FunctionCounter.builder("orderwire.gateway.replays.gone", unseen, of -> of.skipped(Skipped.RETENTION))
                .description("Events that were gone from the topic before a replay read them, counted for each replay")
                .register(registry);
    }

    /** A request was refused with that HTTP status. */
    public void refused(int status) {
        Counter.builder("orderwire.gateway.refused")
                .description("Requests refused, by HTTP status")
                .tag("status", String.valueOf(status))
                .register(registry)
                .increment();
    }

    /** A connection was closed by the gateway with that code. */
    public void closed(int code) {
        Counter.builder("orderwire.gateway.closed")
                .description("Connections closed by the gateway, by WebSocket close code")
                .tag("code", String.valueOf(code))
                .register(registry)
                .increment();
    }

    /** Records were read. */
    public void read(int count) {
        if (count > 0) {
            read.increment(count);
        }
    }

    /** A record had been seen before. */
    public void repeated() {
        repeated.increment();
    }

    /** A record is nothing that is known. */
    public void unreadable() {
        unreadable.increment();
    }

    /** A gap was passed on. */
    public void gap() {
        gaps.increment();
    }

    /** Sequences are missing that no gap names. */
    public void jumped(long missing) {
        jumps.increment();
        jumpedEvents.increment(missing);
    }

    /** Sequences that were left out may come without being noticed any more. */
    public void forgotten(long sequences) {
        if (sequences > 0) {
            forgotten.increment(sequences);
        }
    }

    /** Events were passed on to nobody. */
    public void skipped(Skipped why, long events) {
        skipped.computeIfAbsent(why, this::skippedCounter).add(events);
    }

    /** Events passed on to nobody for that reason since this process started. */
    public long skipped(Skipped why) {
        return skipped.computeIfAbsent(why, this::skippedCounter).sum();
    }

    /** Events passed on to nobody since this process started. */
    public long skipped() {
        return skipped.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** A partition was read on further ahead, for the age of its records. */
    public void agedOut() {
        agedOut.increment();
    }

    /** Offsets were gone. */
    public void outOfRange() {
        outOfRange.increment();
    }

    /** The topic is another one. */
    public void topicRecreated() {
        topicRecreated.increment();
    }

    /** Reading failed. */
    public void kafkaError() {
        kafkaErrors.increment();
    }

    /** The oldest record of a poll was so old. */
    public void age(long ms) {
        age.record(ms);
    }

    /** A frame was encoded and queued for so many clients. */
    public void frameEncoded(int clients) {
        frames.increment();
        deliveries.increment(clients);
    }

    /** Those of the subscriptions that begin in the past. */
    public ReplayMetrics replays() {
        return replays;
    }

    /** Those of compression. */
    public CompressionMetrics compression() {
        return compression;
    }

    /** So many distinct subscriptions stand. */
    public void groups(int count) {
        groups.set(count);
    }

    /** So many subscriptions stand, and take about so much memory. */
    public void subscriptions(int count, long bytes) {
        subscriptions.set(count);
        subscriptionBytes.set(bytes);
    }

    /** There was no room for a subscription. */
    public void subscriptionRefused() {
        subscriptionsRefused.increment();
    }

    /** A slow client lost events. */
    @Override
    public void dropped(long events) {
        droppedSlow.add(events);
    }

    /** Events that slow clients lost since this process started. */
    public long droppedSlow() {
        return droppedSlow.sum();
    }
}
