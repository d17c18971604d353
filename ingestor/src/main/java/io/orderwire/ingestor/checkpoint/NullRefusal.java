package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.type.ArrayType;
import com.fasterxml.jackson.databind.type.CollectionType;
import org.jspecify.annotations.Nullable;

/**
 * Rejects null in place of an object or an array, which Jackson does not distinguish from a missing member. A writer that knows
 * a member writes a value for it.
 */
final class NullRefusal extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
        boolean isObject = bean.getBeanClass().isRecord() && !(deserializer instanceof StdScalarDeserializer);
        return isObject ? new Refusing(deserializer, "must be an object") : deserializer;
    }

    @Override
    public JsonDeserializer<?> modifyCollectionDeserializer(
            DeserializationConfig config, CollectionType type, BeanDescription bean, JsonDeserializer<?> list) {
        return new Refusing(list, "must be an array");
    }

    @Override
    public JsonDeserializer<?> modifyArrayDeserializer(
            DeserializationConfig config, ArrayType type, BeanDescription bean, JsonDeserializer<?> array) {
        return new Refusing(array, "must be an array");
    }

    private static final class Refusing extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        private final String expected;

        Refusing(JsonDeserializer<?> deserializer, String expected) {
            super(deserializer);
            this.expected = expected;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> other) {
            return new Refusing(other, expected);
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            throw new IllegalArgumentException(expected);
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }
}
