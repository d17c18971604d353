package io.orderwire.k8s;

import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.docs.TableLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Network policies deny everything but the connections that the documents list, and allow those on both ends. */
final class ConnectionsCheck {
    private static final String HEADING = "Connections";

    /** Which rows of the documents' table an overlay has. */
    private static final Map<String, Set<String>> ROWS = Map.of(
            "dev", Set.of("every", "dev"),
            "production", Set.of("every", "production"),
            "ingress", Set.of("every", "production", "ingress"),
            "monitoring", Set.of("monitoring"));

    /** Peers that are not in the namespace, or not in every one: only one end is ours. */
    private static final Set<String> ELSEWHERE = Set.of("DNS", "Prometheus", "Ingress controller", "Kubernetes API");

    /** Strimzi makes the policies for what Kafka accepts. */
    private static final String KAFKA = "Kafka";

    private ConnectionsCheck() {}

    static List<String> faults(Installation installation) {
        List<String> faults = new ArrayList<>();
        Set<Connection> out = Connection.of(installation, "Egress");
        Set<Connection> in = Connection.of(installation, "Ingress");
        Set<Connection> allowed = new TreeSet<>(out);
        allowed.addAll(in);
        Set<Connection> documented = documented(installation.overlay());
        allowed.stream()
                .filter(connection -> !documented.contains(connection))
                .forEach(connection -> faults.add("docs/deploy.md does not list " + connection));
        documented.stream()
                .filter(connection -> !allowed.contains(connection))
                .forEach(connection -> faults.add("no policy allows " + connection));
        for (Connection connection : allowed) {
            if (!out.contains(connection) && !ELSEWHERE.contains(connection.from())) {
                faults.add(connection + " is let in, and not out");
            }
            boolean accepted =
                    ELSEWHERE.contains(connection.to()) || connection.to().equals(KAFKA);
            if (!in.contains(connection) && !accepted) {
                faults.add(connection + " is let out, and not in");
            }
        }
        if (Installation.COMPLETE.contains(installation.overlay())) {
            denied(installation, faults);
        }
        installation.ofKind("Kafka").forEach(kafka -> listeners(kafka, out, faults));
        return faults;
    }

    private static void denied(Installation installation, List<String> faults) {
        Manifest deny = installation.named("NetworkPolicy", "default-deny");
        if (!deny.content()
                .get("spec")
                .equals(Map.of("podSelector", Map.of(), "policyTypes", List.of("Ingress", "Egress")))) {
            faults.add(deny + " does not deny everything");
        }
    }

    /** A listener admits those that may connect to it, and no others. */
    private static void listeners(Manifest kafka, Set<Connection> out, List<String> faults) {
        Set<Connection> admitted = new TreeSet<>();
        for (Map<String, Object> listener : kafka.list("spec.kafka.listeners")) {
            for (Map<String, Object> peer : Manifest.list(listener, "networkPolicyPeers")) {
                Connection.pods(Manifest.map(peer, "podSelector"))
                        .forEach(pod -> admitted.add(
                                new Connection(pod, KAFKA, listener.get("port").toString())));
            }
            String port = listener.get("port").toString();
            Set<Connection> expected = new TreeSet<>();
            out.stream()
                    .filter(connection ->
                            connection.to().equals(KAFKA) && connection.port().equals(port))
                    .forEach(expected::add);
            if (!admitted.equals(expected)) {
                faults.add(kafka + ": the listener " + listener.get("name") + " admits " + admitted + ", expected "
                        + expected);
            }
        }
    }

    private static Set<Connection> documented(String overlay) {
        Set<Connection> connections = new TreeSet<>();
        for (TableLine line : Documents.ofRepository().file("docs/deploy.md").tables(HEADING)) {
            if (!ROWS.get(overlay).contains(line.first())) {
                continue;
            }
            for (String from : words(line.cells().get(1))) {
                for (String to : words(line.cells().get(2))) {
                    words(line.cells().get(3)).forEach(port -> connections.add(new Connection(from, to, port)));
                }
            }
        }
        return connections;
    }

    private static List<String> words(String cell) {
        return Arrays.asList(cell.split(", ", -1));
    }
}
