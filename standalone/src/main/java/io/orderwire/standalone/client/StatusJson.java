package io.orderwire.standalone.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** All that is known about a running pipeline, for programs: the members of the gateway's stats, and more. */
final class StatusJson {
    private StatusJson() {}

    /**
     * One line of JSON: the stats, if there are any, with {@code advice} and {@code kafka}.
     *
     * @param stats the answer of the gateway, without members if there is none
     */
    static String of(JsonObject stats, @Nullable StatusPart kafka) {
        ObjectNode all = stats.node() instanceof ObjectNode answer
                ? answer.deepCopy()
                : new ObjectNode(JsonNodeFactory.instance);
        ArrayNode advice = all.putArray("advice");
        Advice.on(stats.texts("reasons"))
                .forEach(each -> advice.addObject().put("code", each.code()).put("text", each.words()));
        if (kafka != null) {
            kafka.addTo(all);
        }
        return all.toString();
    }
}
