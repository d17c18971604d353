package io.orderwire.standalone.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A view of Kafka as JSON. Values that are not known are null. */
public final class KafkaJson {
    private KafkaJson() {}

    /** Adds the view as member {@code kafka}. */
    public static void add(KafkaView view, ObjectNode to) {
        ObjectNode kafka = to.putObject("kafka");
        kafka.put("servers", view.servers());
        ArrayNode topics = kafka.putArray("topics");
        view.topics().forEach(topic -> topics.addObject()
                .put("name", topic.name())
                .put("partitions", topic.partitions())
                .put("replicas", topic.replicas())
                .put("policy", topic.policy())
                .put("retentionMs", known(topic.retentionMs()))
                .put("retentionBytes", known(topic.retentionBytes()))
                .put("bytes", known(topic.bytes())));
        ArrayNode files = kafka.putArray("files");
        view.files().forEach(file -> files.addObject()
                .put("file", file.file())
                .put("offset", file.offset())
                .put("seen", file.seen()));
        ArrayNode processes = kafka.putArray("processes");
        view.processes().forEach(process -> processes
                .addObject()
                .put("role", process.role())
                .put("instance", process.instance())
                .put("host", process.host())
                .put("condition", process.condition())
                .put("silentMs", process.silentMs())
                .put("ageMs", process.ageMs())
                .put("clients", process.clients()));
        ArrayNode losses = kafka.putArray("lossesOfHour");
        view.losses().places().forEach(place -> losses.addObject()
                .put("where", place.where())
                .put("reason", place.reason())
                .put("gaps", place.gaps())
                .put("events", place.events())
                .put("uncounted", place.uncounted())
                .put("newestMs", place.newestMs()));
        kafka.put("lossesWhole", view.losses().whole());
        ArrayNode troubles = kafka.putArray("troubles");
        view.troubles().forEach(troubles::add);
    }

    private static @Nullable Long known(long value) {
        return value < 0 ? null : Long.valueOf(value);
    }
}
