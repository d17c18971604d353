package io.orderwire.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.docs.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests name exists in the program, in other manifests or in the documents; and each check finds its faults. */
class ManifestsTest {
    private static final Pattern SECRET_OF_A_FILE =
            Pattern.compile("create secret generic (\\S+)[^\n]* --from-file=([a-z.]+)=");

    private static final Pattern SECRET_OF_TLS = Pattern.compile("create secret tls (\\S+) ");

    private static final Map<String, Function<Installation, List<String>>> CHECKS = Map.of(
            "options", OptionsCheck::faults,
            "containers", ContainersCheck::faults,
            "security", SecurityCheck::faults,
            "references", installation -> ReferencesCheck.faults(installation, documentedSecrets()),
            "gateways", GatewayCheck::faults,
            "connections", ConnectionsCheck::faults);

    private static Set<String> documentedSecrets() {
        String text;
        try {
            text = Files.readString(Documents.ofRepository().root().resolve("docs/deploy.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Set<String> secrets = new HashSet<>();
        for (Matcher file = SECRET_OF_A_FILE.matcher(text); file.find(); ) {
            secrets.add(file.group(1) + "/" + file.group(2));
        }
        for (Matcher tls = SECRET_OF_TLS.matcher(text); tls.find(); ) {
            secrets.add(tls.group(1) + "/tls.crt");
            secrets.add(tls.group(1) + "/tls.key");
        }
        return secrets;
    }

    private static List<Arguments> checks() {
        List<Arguments> all = new ArrayList<>();
        CHECKS.keySet().stream().sorted().forEach(check -> Installation.complete()
                .forEach(each -> all.add(Arguments.of(check, each))));
        Installation.ADDITIONS.forEach(each -> all.add(Arguments.of("connections", Installation.of(each))));
        return all;
    }

    @ParameterizedTest
    @MethodSource("checks")
    void shouldHold(String check, Installation installation) {
        assertThat(CHECKS.get(check).apply(installation)).isEmpty();
    }

    /** A change of an object that a check has to find. */
    private record Mutation(String check, String overlay, String kind, String name, String finding) {
        Arguments by(Consumer<Map<String, Object>> change) {
            return Arguments.of(check, Installation.of(overlay).with(kind, name, change), finding);
        }
    }

    private static Mutation gateway(String check, String finding) {
        return new Mutation(check, "production", "Deployment", "orderwire-gateway", finding);
    }

    private static List<Arguments> mutations() {
        List<Arguments> all = new ArrayList<>(optionMutations());
        all.addAll(containerMutations());
        all.addAll(securityMutations());
        all.addAll(referenceMutations());
        all.addAll(otherMutations());
        return all;
    }

    private static List<Arguments> optionMutations() {
        Mutation options = new Mutation("options", "production", "ConfigMap", "orderwire", "ORDERWIRE_NONSENSE");
        return List.of(
                options.by(object -> data(object).put("ORDERWIRE_NONSENSE", "1")),
                new Mutation("options", "production", "ConfigMap", "orderwire", "partitions")
                        .by(object -> data(object).put("ORDERWIRE_PARTITIONS", "many")),
                new Mutation("options", "production", "ConfigMap", "orderwire", "security.protocol")
                        .by(object -> data(object).put("ORDERWIRE_KAFKA_SECURITY_PROTOCOL", "TLS")),
                new Mutation("options", "production", "ConfigMap", "orderwire", "no setting ssl.ca.location")
                        .by(object ->
                                data(object).put("ORDERWIRE_KAFKA_SSL_CA_LOCATION", "/etc/orderwire/kafka/ca.crt")),
                new Mutation("options", "dev", "StatefulSet", "orderwire-broker", "kafka.bootstrap.servers is set")
                        .by(object -> container(object)
                                .put("envFrom", List.of(Map.of("configMapRef", Map.of("name", "orderwire"))))),
                new Mutation("options", "dev", "StatefulSet", "orderwire-broker", "opens Kafka to the network")
                        .by(object ->
                                env(object).removeIf(each -> each.get("name").equals("ORDERWIRE_BROKER_INSECURE"))),
                gateway("options", "not an option").by(object -> env(object).add(variable("GATEWAY_PORT", "1"))),
                gateway("options", "no user for Kafka").by(object -> env(object)
                        .removeIf(each -> each.get("name").equals("ORDERWIRE_KAFKA_SASL_JAAS_CONFIG"))),
                gateway("options", "can be reached from other hosts").by(object -> env(object)
                        .removeIf(each -> each.get("name").equals("ORDERWIRE_GATEWAY_TOKENS_FILE"))),
                gateway("options", "gatewy").by(object -> container(object).put("args", List.of("gatewy"))),
                gateway("options", "--nonsense")
                        .by(object -> container(object).put("args", List.of("gateway", "--nonsense"))));
    }

    private static List<Arguments> containerMutations() {
        return List.of(
                gateway("containers", "ports are")
                        .by(object -> list(object, "ports").get(0).put("containerPort", 80)),
                gateway("containers", "readinessProbe")
                        .by(object -> map(object, "readinessProbe.httpGet").put("path", "/health")),
                gateway("containers", "startupProbe")
                        .by(object -> container(object).remove("startupProbe")),
                gateway("containers", "livenessProbe")
                        .by(object -> map(object, "livenessProbe.httpGet").put("port", "http")),
                gateway("containers", "has no room for a heap of")
                        .by(object -> map(object, "resources.limits").put("memory", "800Mi")),
                gateway("containers", "requests no CPU")
                        .by(object -> map(object, "resources.requests").remove("cpu")),
                gateway("containers", "is not ours")
                        .by(object -> container(object).put("image", "orderwire:latest")),
                gateway("containers", "entry point or command")
                        .by(object -> container(object).put("command", List.of("java"))),
                gateway("containers", "no volume tokens")
                        .by(object -> Manifest.list(object, "spec.template.spec.volumes")
                                .removeIf(volume -> volume.get("name").equals("tokens"))),
                gateway("containers", "/tmp is not writable").by(object -> list(object, "volumeMounts")
                        .removeIf(mount -> mount.get("mountPath").equals("/tmp"))),
                gateway("containers", "which no volume has").by(object -> env(object)
                        .add(variable("ORDERWIRE_GATEWAY_TLS_KEY", "/etc/orderwire/kafka/tls.key"))));
    }

    private static List<Arguments> securityMutations() {
        return List.of(
                gateway("security", "runAsNonRoot").by(object -> map(pod(object), "securityContext", "runAsNonRoot")),
                gateway("security", "readOnlyRootFilesystem")
                        .by(object -> map(object, "securityContext").put("readOnlyRootFilesystem", false)),
                gateway("security", "adds capabilities").by(object -> map(object, "securityContext.capabilities")
                        .put("add", List.of("NET_ADMIN"))),
                gateway("security", "the restricted profile refuses the volume hostPath")
                        .by(object -> Manifest.list(object, "spec.template.spec.volumes")
                                .get(0)
                                .put("hostPath", Map.of("path", "/"))),
                gateway("security", "service account is not its own")
                        .by(object -> pod(object).put("serviceAccountName", "default")),
                gateway("security", "automountServiceAccountToken")
                        .by(object -> pod(object).put("automountServiceAccountToken", true)),
                gateway("security", "hostNetwork").by(object -> pod(object).put("hostNetwork", true)));
    }

    private static List<Arguments> referenceMutations() {
        return List.of(
                gateway("references", "does not match its pods")
                        .by(object -> Manifest.map(object, "spec.selector.matchLabels")
                                .put("app.kubernetes.io/component", "gateways")),
                gateway("references", "ServiceAccount x")
                        .by(object -> pod(object).put("serviceAccountName", "x")),
                gateway("references", "nobody creates the Secret orderwire-gateway with the key jaas")
                        .by(object -> Manifest.map(env(object).get(ofUser(object)), "valueFrom.secretKeyRef")
                                .put("key", "jaas")),
                gateway("references", "ConfigMap y")
                        .by(object -> list(object, "envFrom").get(0).put("configMapRef", Map.of("name", "y"))),
                new Mutation("references", "dev", "ConfigMap", "orderwire", "there is no ORDERWIRE_RETENTION_RAW_BYTES")
                        .by(object -> data(object).remove("ORDERWIRE_RETENTION_RAW_BYTES")),
                gateway("references", "sets replicas")
                        .by(object -> Manifest.map(object, "spec").put("replicas", 2)),
                new Mutation("references", "dev", "Service", "orderwire-gateway", "has no port https")
                        .by(object -> Manifest.list(object, "spec.ports").get(0).put("targetPort", "https")),
                new Mutation("references", "dev", "PodDisruptionBudget", "orderwire-gateway", "selects []")
                        .by(object -> Manifest.map(object, "spec.selector.matchLabels")
                                .put("x", "y")),
                new Mutation("references", "ingress", "Ingress", "orderwire", "has no certificate")
                        .by(object -> Manifest.list(object, "spec.rules").get(0).put("host", "example.org")),
                new Mutation("references", "production", "KafkaUser", "orderwire-parser", "Kafka other")
                        .by(object -> Manifest.map(object, "metadata.labels").put("strimzi.io/cluster", "other")),
                new Mutation("references", "production", "StatefulSet", "orderwire-parser", "Service parsers")
                        .by(object -> Manifest.map(object, "spec").put("serviceName", "parsers")));
    }

    private static List<Arguments> otherMutations() {
        return List.of(
                gateway("gateways", "has to be longer")
                        .by(object -> pod(object).put("terminationGracePeriodSeconds", 10)),
                gateway("gateways", "no preStop").by(object -> container(object).remove("lifecycle")),
                gateway("options", "gateway.stop.drain.ms")
                        .by(object -> env(object).add(variable("ORDERWIRE_GATEWAY_STOP_DRAIN_MS", "30000"))),
                new Mutation("connections", "production", "NetworkPolicy", "default-deny", "does not deny everything")
                        .by(object -> Manifest.map(object, "spec").put("policyTypes", List.of("Ingress"))),
                new Mutation("connections", "production", "NetworkPolicy", "orderwire-dns", "everybody")
                        .by(object ->
                                Manifest.list(object, "spec.egress").get(0).remove("to")),
                new Mutation("connections", "dev", "NetworkPolicy", "orderwire-broker", "let out, and not in")
                        .by(object -> Manifest.list(object, "spec.ingress").clear()),
                new Mutation("connections", "production", "Kafka", "orderwire", "the listener pipeline admits")
                        .by(object -> Manifest.list(object, "spec.kafka.listeners")
                                .get(0)
                                .remove("networkPolicyPeers")));
    }

    private static Map<String, Object> data(Map<String, Object> object) {
        return Manifest.map(object, "data");
    }

    private static Map<String, Object> pod(Map<String, Object> object) {
        return Manifest.map(object, "spec.template.spec");
    }

    private static Map<String, Object> container(Map<String, Object> object) {
        return Manifest.list(object, "spec.template.spec.containers").get(0);
    }

    private static Map<String, Object> map(Map<String, Object> object, String path) {
        return Manifest.map(container(object), path);
    }

    /** Takes a member away. */
    private static void map(Map<String, Object> within, String path, String member) {
        Manifest.map(within, path).remove(member);
    }

    private static List<Map<String, Object>> list(Map<String, Object> object, String path) {
        return Manifest.list(container(object), path);
    }

    private static List<Map<String, Object>> env(Map<String, Object> object) {
        return list(object, "env");
    }

    private static int ofUser(Map<String, Object> object) {
        return env(object).stream().map(each -> each.get("name")).toList().indexOf("ORDERWIRE_KAFKA_SASL_JAAS_CONFIG");
    }

    private static Map<String, Object> variable(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void shouldFind(String check, Installation mutated, String finding) {
        assertThat(CHECKS.get(check).apply(mutated)).anyMatch(fault -> fault.contains(finding));
    }
}
