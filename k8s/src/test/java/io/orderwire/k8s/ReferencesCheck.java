package io.orderwire.k8s;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one object names of another exists: labels, ports, Secrets and their keys, ConfigMaps, accounts, claims. */
final class ReferencesCheck {
    private final Installation installation;
    private final Set<String> secrets;
    private final List<String> faults = new ArrayList<>();

    private ReferencesCheck(Installation installation, Set<String> documented) {
        this.installation = installation;
        this.secrets = new HashSet<>(documented);
        // Strimzi writes these.
        installation.ofKind("KafkaUser").forEach(user -> secrets.add(user.name() + "/sasl.jaas.config"));
        installation.ofKind("Kafka").forEach(kafka -> secrets.add(kafka.name() + "-cluster-ca-cert/ca.crt"));
    }

    /** @param documented Secrets that the documents say how to create, as {@code name/key} */
    static List<String> faults(Installation installation, Set<String> documented) {
        ReferencesCheck check = new ReferencesCheck(installation, documented);
        installation.workloads().forEach(check::workload);
        installation.ofKind("Service").forEach(check::service);
        installation.ofKind("PodDisruptionBudget").forEach(check::selectsOne);
        installation.ofKind("HorizontalPodAutoscaler").forEach(check::autoscaler);
        installation.ofKind("Ingress").forEach(check::ingress);
        installation.ofKind("KafkaTopic").forEach(check::cluster);
        installation.ofKind("KafkaUser").forEach(check::cluster);
        installation.ofKind("KafkaNodePool").forEach(check::cluster);
        return check.faults;
    }

    private void workload(Manifest workload) {
        Map<String, Object> pod = Manifest.map(workload.podTemplate(), "spec");
        require(workload, "ServiceAccount", Manifest.text(pod, "serviceAccountName"));
        if (!workload.kind().equals("Job")
                && !matches(workload.map("spec.selector.matchLabels"), workload.podLabels())) {
            faults.add(workload + ": its selector does not match its pods");
        }
        if (workload.kind().equals("StatefulSet")) {
            require(workload, "Service", workload.text("spec.serviceName"));
        }
        for (Map<String, Object> spread : Manifest.list(pod, "topologySpreadConstraints")) {
            if (!matches(Manifest.map(spread, "labelSelector.matchLabels"), workload.podLabels())) {
                faults.add(workload + ": it is spread over other pods");
            }
        }
        for (Map<String, Object> volume : Manifest.list(pod, "volumes")) {
            String claim = Manifest.text(volume, "persistentVolumeClaim.claimName");
            if (!claim.isEmpty()) {
                require(workload, "PersistentVolumeClaim", claim);
            }
            for (Map<String, Object> item : Manifest.list(volume, "secret.items")) {
                secret(workload, Manifest.text(volume, "secret.secretName"), Manifest.text(item, "key"));
            }
        }
        for (Map<String, Object> container : workload.containers()) {
            Manifest.list(container, "envFrom")
                    .forEach(source -> require(workload, "ConfigMap", Manifest.text(source, "configMapRef.name")));
            for (Map<String, Object> variable : Manifest.list(container, "env")) {
                String name = Manifest.text(variable, "valueFrom.secretKeyRef.name");
                if (!name.isEmpty()) {
                    secret(workload, name, Manifest.text(variable, "valueFrom.secretKeyRef.key"));
                }
                configured(workload, Manifest.map(variable, "valueFrom.configMapKeyRef"));
            }
        }
    }

    private void configured(Manifest user, Map<String, Object> reference) {
        String name = Manifest.text(reference, "name");
        String key = Manifest.text(reference, "key");
        boolean there = installation.objects().stream()
                .anyMatch(object -> object.kind().equals("ConfigMap")
                        && object.name().equals(name)
                        && object.map("data").containsKey(key));
        if (!reference.isEmpty() && !there) {
            faults.add(user + ": there is no " + key + " in a ConfigMap " + name);
        }
    }

    private void secret(Manifest user, String name, String key) {
        if (!secrets.contains(name + "/" + key)) {
            faults.add(user + ": nobody creates the Secret " + name + " with the key " + key);
        }
    }

    private void require(Manifest user, String kind, String name) {
        if (!installation.has(kind, name)) {
            faults.add(user + ": there is no " + kind + " " + name);
        }
    }

    private void service(Manifest service) {
        List<Manifest> selected = selected(service.map("spec.selector"));
        if (selected.size() != 1) {
            faults.add(service + ": it selects " + selected);
            return;
        }
        for (Map<String, Object> port : service.list("spec.ports")) {
            boolean there = selected.get(0).containers().stream()
                    .flatMap(container -> Manifest.list(container, "ports").stream())
                    .anyMatch(target -> target.get("name").equals(port.get("targetPort"))
                            && target.get("containerPort").equals(port.get("port")));
            if (!there) {
                faults.add(service + ": " + selected + " has no port " + port.get("targetPort") + " that is "
                        + port.get("port"));
            }
        }
    }

    private void selectsOne(Manifest budget) {
        List<Manifest> selected = selected(budget.map("spec.selector.matchLabels"));
        if (selected.size() != 1) {
            faults.add(budget + ": it selects " + selected);
        }
    }

    private void autoscaler(Manifest autoscaler) {
        String kind = autoscaler.text("spec.scaleTargetRef.kind");
        String name = autoscaler.text("spec.scaleTargetRef.name");
        require(autoscaler, kind, name);
        if (installation.has(kind, name) && installation.named(kind, name).at("spec.replicas") != null) {
            faults.add(autoscaler + ": " + kind + "/" + name + " sets replicas, which each apply would put back");
        }
    }

    private void ingress(Manifest ingress) {
        ingress.list("spec.tls").forEach(tls -> {
            secret(ingress, Manifest.text(tls, "secretName"), "tls.crt");
            secret(ingress, Manifest.text(tls, "secretName"), "tls.key");
        });
        Set<Object> secured = new HashSet<>();
        ingress.list("spec.tls").forEach(tls -> secured.addAll((List<?>) tls.get("hosts")));
        for (Map<String, Object> rule : ingress.list("spec.rules")) {
            if (!secured.contains(rule.get("host"))) {
                faults.add(ingress + ": " + rule.get("host") + " has no certificate");
            }
            for (Map<String, Object> path : Manifest.list(rule, "http.paths")) {
                String service = Manifest.text(path, "backend.service.name");
                require(ingress, "Service", service);
                boolean there = installation.ofKind("Service").stream()
                        .filter(object -> object.name().equals(service))
                        .flatMap(object -> object.list("spec.ports").stream())
                        .anyMatch(port -> port.get("name").equals(Manifest.at(path, "backend.service.port.name")));
                if (!there) {
                    faults.add(ingress + ": " + service + " has no port "
                            + Manifest.at(path, "backend.service.port.name"));
                }
            }
        }
    }

    private void cluster(Manifest resource) {
        require(
                resource,
                "Kafka",
                String.valueOf(resource.map("metadata.labels").get("strimzi.io/cluster")));
    }

    private List<Manifest> selected(Map<String, Object> labels) {
        return installation.workloads().stream()
                .filter(workload -> matches(labels, workload.podLabels()))
                .toList();
    }

    private static boolean matches(Map<String, Object> selector, Map<String, Object> labels) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }
}
