package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Jackson set up for the records of a checkpoint. Strict: a value of another type than the member's is rejected and never
 * converted. Null is rejected too, unless the member allows it. Unknown members are ignored.
 */
final class CheckpointJson {
    private static final String REFUSED = "not an ingestor's state: ";

    private static final JsonMapper MAPPER = JsonMapper.builder(Json.FACTORY.copy())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .addModule(new SimpleModule("checkpoint")
                    .setDeserializerModifier(new NullRefusal())
                    .addDeserializer(long.class, new WholeNumber())
                    .addDeserializer(boolean.class, new Flag())
                    .addDeserializer(String.class, new Text<>(String.class, text -> text, ""))
                    .addDeserializer(HourFile.class, new Text<>(HourFile.class, HourFile::parse, null))
                    .addDeserializer(Position.class, new Text<>(Position.class, Position::parse, null))
                    .addDeserializer(Gap.class, new Text<>(Gap.class, Gap::parse, null))
                    .addSerializer(HourFile.class, ToStringSerializer.instance)
                    .addSerializer(Position.class, ToStringSerializer.instance)
                    .addSerializer(Gap.class, new GapText()))
            .build();

    private CheckpointJson() {}

    /** A state has a version that this ingestor does not know. */
    static final class UnknownVersionException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        UnknownVersionException(String message) {
            super(message);
        }
    }

    static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(expected);
        }
    }

    /** The value as UTF-8 JSON. */
    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a value back.
     *
     * @throws IllegalArgumentException naming the member, if it is missing or cannot be read
     */
    static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return MAPPER.readValue(bytes, type);
        } catch (JsonMappingException e) {
            throw e.getCause() instanceof UnknownVersionException version
                    ? version
                    : new IllegalArgumentException(REFUSED + located(place(e), problem(e)), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(REFUSED + e.getMessage(), e);
        }
    }

    private static String located(String place, String problem) {
        return place.isEmpty() ? problem : place + (problem.startsWith("must ") ? " " : ": ") + problem;
    }

    /** The member, such as {@code files[2].offset}. */
    private static String place(JsonMappingException e) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return place.toString();
    }

    private static String problem(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            return refused.getMessage();
        }
        List<JsonMappingException.Reference> path = e.getPath();
        if (!path.isEmpty() && path.get(path.size() - 1).getFrom() instanceof long[]) {
            return "must be an integer";
        }
        Class<?> expected = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (expected != null && (expected.isArray() || Iterable.class.isAssignableFrom(expected))) {
            return "must be an array";
        }
        return expected != null && expected.isRecord() ? "must be an object" : e.getOriginalMessage();
    }

    /** Deserializes a value from a string. */
    private static class Text<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Function<String, T> parse;
        private final transient @Nullable T absent;

        Text(Class<T> type, Function<String, T> parse, @Nullable T absent) {
            super(type);
            this.parse = parse;
            this.absent = absent;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            require(json.currentToken() == JsonToken.VALUE_STRING, "must be a string");
            return parse.apply(json.getText());
        }

        @Override
        public @Nullable T getNullValue(DeserializationContext context) {
            throw new IllegalArgumentException("must be a string");
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return absent;
        }
    }

    /** Deserializes an hour file, or null. */
    static final class HourOrNull extends Text<HourFile> {
        private static final long serialVersionUID = 1;

        HourOrNull() {
            super(HourFile.class, HourFile::parse, null);
        }

        @Override
        public @Nullable HourFile getNullValue(DeserializationContext context) {
            return null;
        }
    }

    /** Deserializes true or false; an absent member is false. */
    private static final class Flag extends StdScalarDeserializer<Boolean> {
        private static final long serialVersionUID = 1;

        Flag() {
            super(boolean.class);
        }

        @Override
        public Boolean deserialize(JsonParser json, DeserializationContext context) throws IOException {
            require(json.currentToken().isBoolean(), "must be true or false");
            return json.getBooleanValue();
        }

        @Override
        public Boolean getNullValue(DeserializationContext context) {
            throw new IllegalArgumentException("must be true or false");
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return false;
        }
    }

    private static final class GapText extends ToStringSerializerBase {
        private static final long serialVersionUID = 1;

        GapText() {
            super(Gap.class);
        }

        @Override
        public String valueToString(Object value) {
            return ((Gap) value).toJson();
        }
    }
}
