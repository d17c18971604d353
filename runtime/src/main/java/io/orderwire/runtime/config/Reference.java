package io.orderwire.runtime.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;

/** The reference page of the options, generated from their definitions. */
public final class Reference {
    private Reference() {}

    /** Returns a Markdown table for each group, in the iteration order of the map. */
    public static String markdown(Map<String, List<Option<?>>> groups) {
        StringBuilder page = new StringBuilder();
        groups.forEach((group, options) -> {
            page.append("\n## ").append(group).append("\n\n");
            page.append("| option | type | default | range | meaning |\n|---|---|---|---|---|\n");
            options.forEach(option -> row(page, option));
        });
        return page.toString();
    }

    private static void row(StringBuilder page, Option<?> option) {
        ConfigDef definition = new ConfigDef();
        option.define(definition);
        ConfigDef.ConfigKey key = Objects.requireNonNull(definition.configKeys().get(option.name()));
        String range = key.validator == null ? "" : key.validator.toString();
        String type = key.type == ConfigDef.Type.INT || key.type == ConfigDef.Type.LONG
                ? "number"
                : key.type == ConfigDef.Type.BOOLEAN ? "true or false" : "text";
        page.append("| `").append(key.name).append("` | ").append(type).append(" | ");
        String defaultValue = String.valueOf(key.defaultValue);
        page.append(defaultValue.isEmpty() ? "" : "`" + defaultValue + "`").append(" | ");
        page.append(range).append(" | ").append(key.documentation).append(" |\n");
    }
}
