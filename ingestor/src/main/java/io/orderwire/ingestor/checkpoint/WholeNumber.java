package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import io.orderwire.contract.position.Sequence;
import java.io.IOException;

/** Deserializes an integer within bounds: at least 0 unless a subclass sets another bound. */
class WholeNumber extends StdScalarDeserializer<Long> {
    private static final long serialVersionUID = 1;

    private final long least;
    private final long most;
    private final long absent;

    /** At least 0; 0 if the member is missing. */
    WholeNumber() {
        this(0, Long.MAX_VALUE, 0);
    }

    private WholeNumber(long least, long most, long absent) {
        super(long.class);
        this.least = least;
        this.most = most;
        this.absent = absent;
    }

    @Override
    public Long deserialize(JsonParser json, DeserializationContext context) throws IOException {
        CheckpointJson.require(
                json.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER,
                "must be an integer");
        long number = json.getLongValue();
        CheckpointJson.require(number >= least, "must be no less than " + least);
        CheckpointJson.require(number <= most, "must be no more than 2^53 - 1");
        return number;
    }

    @Override
    public Long getNullValue(DeserializationContext context) {
        throw new IllegalArgumentException("must be an integer");
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return absent;
    }

    /** At least -1, which stands for no value; -1 if the member is missing. */
    static final class OrNone extends WholeNumber {
        private static final long serialVersionUID = 1;

        OrNone() {
            super(-1, Long.MAX_VALUE, -1);
        }
    }

    /** At least 0; -1 if the member is missing. */
    static final class OrAbsent extends WholeNumber {
        private static final long serialVersionUID = 1;

        OrAbsent() {
            super(0, Long.MAX_VALUE, -1);
        }
    }

    /** An integer up to 2^53 - 1, which JSON readers represent exactly. */
    static final class Exact extends WholeNumber {
        private static final long serialVersionUID = 1;

        Exact() {
            super(0, Sequence.MAX, 0);
        }
    }

    /**
     * An integer up to 2^53 - 1, which JSON readers represent exactly, or -1, which stands for no value; -1 if the member is
     * missing.
     */
    static final class ExactOrNone extends WholeNumber {
        private static final long serialVersionUID = 1;

        ExactOrNone() {
            super(-1, Sequence.MAX, -1);
        }
    }
}
