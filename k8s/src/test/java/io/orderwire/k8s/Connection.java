package io.orderwire.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A connection that a network policy allows.
 *
 * @param from who opens it
 * @param to who accepts it
 * @param port with the protocol if that is not TCP
 */
record Connection(String from, String to, String port) implements Comparable<Connection> {
    private static final Map<String, String> NAMES = Map.of(
            "orderwire.io/gateway-client=true", "gateway client",
            "strimzi.io/cluster=orderwire, strimzi.io/name=orderwire-kafka", "Kafka",
            "strimzi.io/cluster=orderwire, strimzi.io/name=orderwire-entity-operator", "entity operator",
            "kubernetes.io/metadata.name=kube-system, k8s-app=kube-dns", "DNS",
            "kubernetes.io/metadata.name=monitoring", "Prometheus",
            "kubernetes.io/metadata.name=ingress-nginx", "Ingress controller",
            "0.0.0.0/0", "Kubernetes API");

    private static final String OURS = "app.kubernetes.io/name=orderwire";
    private static final String COMPONENT = "app.kubernetes.io/component";

    /** Those that policies let out of a pod, or with {@code Ingress} those that they let in. */
    static Set<Connection> of(Installation installation, String direction) {
        Set<Connection> found = new TreeSet<>();
        boolean in = direction.equals("Ingress");
        for (Manifest policy : installation.ofKind("NetworkPolicy")) {
            List<String> pods = pods(policy.map("spec.podSelector"));
            for (Map<String, Object> rule : policy.list(in ? "spec.ingress" : "spec.egress")) {
                List<String> peers = peers(Manifest.list(rule, in ? "from" : "to"));
                for (String port : ports(Manifest.list(rule, "ports"))) {
                    pods.forEach(pod -> peers.forEach(
                            peer -> found.add(in ? new Connection(peer, pod, port) : new Connection(pod, peer, port))));
                }
            }
        }
        return found;
    }

    /** An empty list would allow everybody. */
    private static List<String> peers(List<Map<String, Object>> peers) {
        List<String> names = new ArrayList<>();
        for (Map<String, Object> peer : peers) {
            if (peer.containsKey("ipBlock")) {
                names.add(name(Manifest.text(peer, "ipBlock.cidr")));
            } else if (peer.containsKey("namespaceSelector")) {
                String namespace = labels(Manifest.map(peer, "namespaceSelector.matchLabels"));
                String pod = labels(Manifest.map(peer, "podSelector.matchLabels"));
                names.add(name(pod.isEmpty() ? namespace : namespace + ", " + pod));
            } else {
                names.addAll(pods(Manifest.map(peer, "podSelector")));
            }
        }
        return names.isEmpty() ? List.of("everybody") : names;
    }

    private static List<String> ports(List<Map<String, Object>> ports) {
        List<String> names = new ArrayList<>();
        for (Map<String, Object> port : ports) {
            String protocol = Manifest.text(port, "protocol");
            names.add(port.get("port") + (protocol.equals("TCP") ? "" : "/" + protocol));
        }
        return names.isEmpty() ? List.of("every port") : names;
    }

    /** The components that a selector selects. */
    static List<String> pods(Map<String, Object> selector) {
        if (selector.isEmpty()) {
            return List.of("every pod");
        }
        Map<String, Object> labels = Manifest.copyOf(Manifest.map(selector, "matchLabels"));
        List<Map<String, Object>> expressions = Manifest.list(selector, "matchExpressions");
        if (expressions.size() == 1 && expressions.get(0).get("key").equals(COMPONENT)) {
            return ((List<?>) expressions.get(0).get("values"))
                    .stream().map(String::valueOf).toList();
        }
        Object component = labels.remove(COMPONENT);
        String rest = labels(labels);
        return List.of(component != null && rest.equals(OURS) ? component.toString() : name(rest));
    }

    private static String labels(Map<String, Object> labels) {
        return String.join(
                ", ", labels.entrySet().stream().map(Object::toString).toList());
    }

    private static String name(String selector) {
        return NAMES.getOrDefault(selector, "unknown: " + selector);
    }

    @Override
    public int compareTo(Connection other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return from + " -> " + to + ":" + port;
    }
}
