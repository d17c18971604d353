package io.orderwire.benchmarks.whole;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.Cores;
import io.orderwire.benchmarks.Deployment;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pipeline, the lines that are written for it, and everybody who receives orders from it. */
public final class Pipeline implements AutoCloseable {
    /** Threads of this process that receive; their CPU time is reported beside that of the pipeline. */
    static final List<String> RECEIVERS = List.of("clients", "consumer");

    /** Topics keep so much in each partition, bytes: more than can be read late without being too old anyway. */
    static final long RETENTION_BYTES = 256L << 20;

    private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseParallelGC");
    private static final List<String> BOUNDED =
            List.of("retention.raw.bytes=" + RETENTION_BYTES, "retention.orders.bytes=" + RETENTION_BYTES);

    /** All clients of this benchmark have one address. */
    private static final String ONE_ADDRESS = "gateway.shared.addresses=127.0.0.1";

    private final IntendedTimes intended = new IntendedTimes();
    private final Filters filters = new Filters();
    private final List<Received> filtered = new ArrayList<>();
    private final String batch;
    private final Deployment deployment;
    private final LineSource lines;
    private final Received committed;
    private final Received all;
    private final CommittedGroup group;
    private final OrderClients clients;
    private final AllocationMeter allocation;

    /** Connects everybody to a pipeline that runs. */
    Pipeline(WholeOptions options, Deployment deployment) throws IOException, InterruptedException {
        this(options.form().batchMs(), deployment, lines(options, deployment.data()));
    }

    /**
     * Connects everybody to a pipeline that runs.
     *
     * @param batchMs of the subscriptions; empty for the gateway's default
     * @param lines written for it, closed with this
     */
    public Pipeline(String batchMs, Deployment deployment, LineSource lines) throws IOException, InterruptedException {
        batch = batchMs.isEmpty() ? "" : "\"batchMs\":" + batchMs;
        this.deployment = deployment;
        this.lines = lines;
        committed = new Received(intended, true, filters);
        all = new Received(intended, true, null);
        group = new CommittedGroup(deployment.kafka(), committed);
        clients = new OrderClients(deployment.ws());
        clients.add(batch, all);
        allocation = new AllocationMeter(pids());
    }

    private static LineSource lines(WholeOptions options, Path data) throws IOException {
        return options.file().isEmpty() ? new SimulatedLines(data) : new LoopedFile(data, Path.of(options.file()));
    }

    /** Starts the pipeline. */
    static Deployment deploy(WholeOptions.Form form) throws IOException {
        if (form.oneJvm()) {
            List<String> settings = new ArrayList<>(BOUNDED);
            settings.addAll(List.of(ONE_ADDRESS, "orders.records=" + form.records()));
            return Deployment.standalone(Source.STREAMING, form.overload(), JVM, settings);
        }
        return deploy(form.overload(), form.records(), List.of(), List.of());
    }

    /** Starts the pipeline in a JVM for each part, with further settings of all parts and of the gateway. */
    public static Deployment deploy(
            String overload, String records, List<String> settings, List<String> gatewaySettings) throws IOException {
        List<String> all = new ArrayList<>(BOUNDED);
        all.addAll(settings);
        List<String> ofGateway = new ArrayList<>(gatewaySettings);
        ofGateway.add(ONE_ADDRESS);
        // The heaps that ./orderwire gives these parts.
        Deployment.Parts parts = new Deployment.Parts(Cores.shared(), overload, records, 512, 384, 768, 768);
        return Deployment.separate(Source.STREAMING, parts, all, ofGateway);
    }

    /** Chooses filters from the orders received so far, and connects a client for each. */
    void addFiltered(int count) throws IOException, InterruptedException {
        List<String> members = new ArrayList<>();
        committed.between(() -> members.addAll(filters.choose(count)));
        for (String member : members) {
            Received received = new Received(intended, false, null);
            filtered.add(received);
            clients.add(batch.isEmpty() ? member : member + "," + batch, received);
        }
    }

    /** Ids of the pipeline's processes. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (Map.Entry<String, ChildProcess> part : deployment.parts().entrySet()) {
            pids.put(part.getKey(), part.getValue().pid());
        }
        return pids;
    }

    Losses losses() throws IOException, InterruptedException {
        return Losses.of(deployment.stats());
    }

    IntendedTimes intended() {
        return intended;
    }

    LineSource lines() {
        return lines;
    }

    /** The consumer group, which also knows what each filter matched. */
    Received committed() {
        return committed;
    }

    /** The client of all orders. */
    Received all() {
        return all;
    }

    List<Received> filtered() {
        return filtered;
    }

    Filters filters() {
        return filters;
    }

    AllocationMeter allocation() {
        return allocation;
    }

    /** Receivers that ended, and why. */
    List<String> lost() {
        List<String> lost = new ArrayList<>(clients.lost());
        if (!group.failure().isEmpty()) {
            lost.add(group.failure());
        }
        return lost;
    }

    @Override
    public void close() throws IOException {
        try {
            allocation.close();
            clients.close();
        } finally {
            group.close();
            lines.close();
        }
    }
}
