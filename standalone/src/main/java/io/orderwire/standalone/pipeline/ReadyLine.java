package io.orderwire.standalone.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one line on standard output that says that orders can flow, and where. */
public final class ReadyLine {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Adds {@code name=value}. */
    public ReadyLine with(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** The value that was added under {@code name}, empty if there is none. */
    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** Prints it at once. */
    public void print() {
        System.out.println(this);
        System.out.flush();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ready");
        values.forEach(
                (name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }
}
