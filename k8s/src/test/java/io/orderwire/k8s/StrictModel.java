package io.orderwire.k8s;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads objects into their models, which have to know every member. */
final class StrictModel {
    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/PersistentVolume", PersistentVolume.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("apps/v1/StatefulSet", StatefulSet.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            Map.entry("kafka.strimzi.io/v1/Kafka", Kafka.class),
            Map.entry("kafka.strimzi.io/v1/KafkaNodePool", KafkaNodePool.class),
            Map.entry("kafka.strimzi.io/v1/KafkaTopic", KafkaTopic.class),
            Map.entry("kafka.strimzi.io/v1/KafkaUser", KafkaUser.class));

    /** The models keep members that they do not know, for others to read: here such a member is a mistake. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);

    private StrictModel() {}

    /** Members that a model does not know, values that it refuses, and kinds without a model. */
    static List<String> faults(Installation installation) {
        return installation.objects().stream()
                .flatMap(object -> faults(object).stream())
                .toList();
    }

    private static List<String> faults(Manifest object) {
        Class<?> model = MODELS.get(object.apiVersion() + "/" + object.kind());
        if (model == null) {
            return List.of(object + ": no model of " + object.apiVersion());
        }
        try {
            List<String> lost = new ArrayList<>();
            lost(
                    object.content(),
                    STRICT.convertValue(STRICT.convertValue(object.content(), model), Map.class),
                    "",
                    lost);
            return lost.stream()
                    .map(path -> object + ": not understood: " + path)
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(object + ": " + e.getMessage());
        }
    }

    /** Some enums of Strimzi read a word that they do not know as nothing. Empty objects are not written, rightly. */
    private static void lost(Object sent, @Nullable Object understood, String path, List<String> lost) {
        boolean empty =
                sent instanceof Map<?, ?> map && map.isEmpty() || sent instanceof List<?> list && list.isEmpty();
        if (understood == null) {
            if (!empty) {
                lost.add(path);
            }
        } else if (sent instanceof Map<?, ?> map && understood instanceof Map<?, ?> other) {
            map.forEach((member, value) -> lost(value, other.get(member), path + "." + member, lost));
        } else if (sent instanceof List<?> list && understood instanceof List<?> other) {
            for (int i = 0; i < list.size(); i++) {
                lost(list.get(i), i < other.size() ? other.get(i) : null, path + "[" + i + "]", lost);
            }
        }
    }

    /** The object in its model. */
    static <T> T read(Manifest object, Class<T> model) {
        return STRICT.convertValue(object.content(), model);
    }
}
