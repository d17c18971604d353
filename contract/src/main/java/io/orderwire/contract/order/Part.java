package io.orderwire.contract.order;

/** A part of a line, or of a record of orders, whose place in the bytes a reader needs. */
enum Part {
    EVENT(Kind.OBJECT),
    USER(Kind.STRING),
    STATUS(Kind.STRING),
    TIME(Kind.STRING),
    COIN(Kind.STRING),
    SIDE(Kind.STRING),
    OID(Kind.INTEGER),
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
        INTEGER
    }

    private final Kind kind;

    Part(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
