package io.orderwire.runtime.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.jspecify.annotations.Nullable;

/**
 * One configuration option: its name, type, default, range and meaning, in one place.
 *
 * @param <T> type of the value that {@link Settings#get} returns
 */
public final class Option<T> {
    /** Converts a value that {@link ConfigDef} parsed to the option's type. */
    private interface Conversion<T> {
        T of(Object parsed);
    }

    private static final Pattern BOUNDS = Pattern.compile("\\[(-?\\d+),\\.\\.\\.,(-?\\d+)]");

    private final String name;
    private final ConfigDef.Type type;
    private final @Nullable Object defaultValue;
    private final ConfigDef.@Nullable Validator validator;
    private final String doc;
    private final Conversion<T> conversion;

    private Option(
            String name,
            ConfigDef.Type type,
            @Nullable Object defaultValue,
            ConfigDef.@Nullable Validator validator,
            String doc,
            Conversion<T> conversion) {
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.validator = validator;
        this.doc = doc;
        this.conversion = conversion;
    }

    /** A whole number within {@code [min, max]}. */
    public static Option<Integer> integer(String name, int defaultValue, int min, int max, String doc) {
        return new Option<>(
                name, ConfigDef.Type.INT, defaultValue, Range.between(min, max), doc, parsed -> (Integer) parsed);
    }

    /** A whole number of any size within {@code [min, max]}. */
    public static Option<Long> number(String name, long defaultValue, long min, long max, String doc) {
        return new Option<>(
                name, ConfigDef.Type.LONG, defaultValue, Range.between(min, max), doc, parsed -> (Long) parsed);
    }

    /** {@code true} or {@code false}. */
    public static Option<Boolean> flag(String name, boolean defaultValue, String doc) {
        return new Option<>(name, ConfigDef.Type.BOOLEAN, defaultValue, null, doc, parsed -> (Boolean) parsed);
    }

    /** Any text; empty when not given. */
    public static Option<String> text(String name, String defaultValue, String doc) {
        return new Option<>(name, ConfigDef.Type.STRING, defaultValue, null, doc, parsed -> (String) parsed);
    }

    /**
     * A comma-separated list; empty when not given.
     *
     * @param entry parses an entry, or throws an {@link IllegalArgumentException} whose message names the expected values
     * @param range the valid entries in words, for the reference
     */
    public static <E> Option<List<E>> list(String name, Function<String, E> entry, String range, String doc) {
        EntryList<E> list = new EntryList<>(entry, range);
        return new Option<>(name, ConfigDef.Type.STRING, "", list, doc, parsed -> list.of((String) parsed));
    }

    /** Name of a topic, except the names of topics that have another purpose. */
    public static Option<String> topic(String name, String defaultValue, String doc) {
        return new Option<>(name, ConfigDef.Type.STRING, defaultValue, new TopicName(), doc, parsed -> (String) parsed);
    }

    /** Prefix of the names of topics; empty when not given. */
    public static Option<String> topicPrefix(String name, String doc) {
        return new Option<>(name, ConfigDef.Type.STRING, "", new TopicPrefix(), doc, parsed -> (String) parsed);
    }

    /** One of a few words. */
    public static Option<String> choice(String name, String defaultValue, List<String> words, String doc) {
        return new Option<>(
                name, ConfigDef.Type.STRING, defaultValue, ValidString.in(words.toArray(String[]::new)), doc, parsed ->
                        (String) parsed);
    }

    /** A path; empty when not given. */
    public static Option<Path> path(String name, String doc) {
        return new Option<>(name, ConfigDef.Type.STRING, "", null, doc, parsed -> path((String) parsed));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(": a path (" + e.getReason() + ")", e);
        }
    }

    /** The key in a properties file and in a flag. */
    public String name() {
        return name;
    }

    /** What the option means, a sentence or two. */
    public String doc() {
        return doc;
    }

    /**
     * Parses a value into the type that {@link #convert} takes.
     *
     * @param text null for the default
     * @throws org.apache.kafka.common.config.ConfigException if the value is out of range or has another type
     */
    Object parse(@Nullable String text) {
        ConfigDef definition = new ConfigDef();
        define(definition);
        Map<String, String> given = text == null ? Map.of() : Map.of(name, text);
        return Objects.requireNonNull(definition.parse(given).get(name));
    }

    /** Describes the valid values; {@code refusal} is the message of the exception that rejected another one. */
    String expected(String refusal) {
        if (type == ConfigDef.Type.BOOLEAN) {
            return "true or false";
        }
        if (validator instanceof EntryList<?>) {
            return validator + "; " + refusal;
        }
        if (type == ConfigDef.Type.STRING) {
            int reason = refusal.lastIndexOf(": ");
            return validator instanceof ValidString words
                    ? "one of " + words.toString().replaceAll("[\\[\\]]", "")
                    : reason < 0 ? "another" : refusal.substring(reason + 2);
        }
        Matcher range = BOUNDS.matcher(String.valueOf(validator));
        return "a whole number" + (range.matches() ? " from " + range.group(1) + " to " + range.group(2) : "");
    }

    void define(ConfigDef definition) {
        definition.define(name, type, defaultValue, validator, Importance.MEDIUM, doc);
    }

    T convert(Object parsed) {
        return conversion.of(parsed);
    }
}
