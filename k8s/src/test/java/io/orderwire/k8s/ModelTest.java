package io.orderwire.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object is of a kind that there is, and has no member that its kind does not have. */
class ModelTest {
    private static List<Installation> installations() {
        return Installation.all();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void shouldKnowEveryMember(Installation installation) {
        assertThat(StrictModel.faults(installation)).isEmpty();
    }

    private static List<Arguments> mutations() {
        return List.of(
                mutation("production", "Deployment", "orderwire-gateway", object -> spec(object)
                        .put("replica", 2)),
                mutation("production", "Kafka", "orderwire", object -> spec(object)
                        .put("zookeeper", Map.of("x", 1))),
                mutation("production", "KafkaUser", "orderwire-gateway", object -> spec(object)
                        .put("acls", List.of())),
                mutation("production", "KafkaTopic", "hyperliquid.orders", object -> spec(object)
                        .put("partition", 8)),
                mutation("production", "KafkaNodePool", "nodes", object -> spec(object)
                        .put("roles", List.of("king"))),
                mutation("monitoring", "PodMonitor", "orderwire", object -> spec(object)
                        .put("podEndpoints", List.of())),
                mutation("monitoring", "PrometheusRule", "orderwire", object -> spec(object)
                        .put("group", List.of())),
                mutation("dev", "NetworkPolicy", "default-deny", object -> spec(object)
                        .put("egres", List.of())),
                mutation("dev", "ConfigMap", "orderwire", object -> object.put("apiVersion", "v2")),
                mutation("dev", "Service", "orderwire-gateway", object -> spec(object)
                        .put("ports", "8080")));
    }

    private static Arguments mutation(String overlay, String kind, String name, Consumer<Map<String, Object>> change) {
        return Arguments.of(Installation.of(overlay).with(kind, name, change), kind + "/" + name);
    }

    private static Map<String, Object> spec(Map<String, Object> object) {
        return Manifest.map(object, "spec");
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void shouldRefuseWhatAModelDoesNotKnow(Installation mutated, String object) {
        assertThat(StrictModel.faults(mutated)).singleElement().asString().startsWith(object + ": ");
    }

    @Test
    void shouldFindTheFaultDeepInAPod() {
        Installation mutated = Installation.of("dev").with("Deployment", "orderwire-gateway", object -> {
            Map<String, Object> container =
                    Manifest.list(object, "spec.template.spec.containers").get(0);
            Manifest.map(container, "readinessProbe.httpGet").put("paths", "/");
        });

        assertThat(StrictModel.faults(mutated)).singleElement().asString().contains("\"paths\"");
    }
}
