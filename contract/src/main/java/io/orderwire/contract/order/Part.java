package io.orderwire.contract.order;

/** A part of a line, or of a record of orders, whose place in the bytes a reader needs. */
enum Part {
    EVENT(Kind.OBJECT),
    USER(Kind.STRING),
    STATUS(Kind.STRING),
    TIME(Kind.STRING),
    COIN(Kind.STRING),
    SIDE(Kind.ANY),
    LIMIT_PX(Kind.ANY),
    SZ(Kind.ANY),
    OID(Kind.INTEGER),
    TIMESTAMP(Kind.ANY),
    ORIG_SZ(Kind.ANY),
    CLOID(Kind.ANY),
    BLOCK_NUMBER(Kind.INTEGER),
    BLOCK_TIME(Kind.STRING),
    LOCAL_TIME(Kind.STRING),
    POS(Kind.STRING),
    PARTITION(Kind.INTEGER),
    SEQ(Kind.INTEGER);

    /** The type that the value of a part has. */
    enum Kind {
        OBJECT,
        STRING,
        INTEGER,
        /** Any value but an object or array. */
        ANY
    }

    private final Kind kind;

    Part(Kind kind) {
        this.kind = kind;
    }

    /** Index in arrays that have a place for each part. */
    @SuppressWarnings("EnumOrdinal") // is not kept longer than the process
    int index() {
        return ordinal();
    }

    Kind kind() {
        return kind;
    }
}
