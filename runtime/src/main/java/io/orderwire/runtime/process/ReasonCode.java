package io.orderwire.runtime.process;

/** What is wrong with a process, for programs; the words beside it are for people and may change. */
public enum ReasonCode {
    /** It has not started yet. */
    STARTING("starting"),
    /** It is stopping. */
    STOPPING("stopping"),
    /** A thread has work and makes no progress, or died. */
    STALLED("stalled"),
    /** Kafka does not answer or refuses to. */
    KAFKA("kafka-unavailable"),
    /** A broker is silent, or its disk is nearly full; Kafka can be used. */
    KAFKA_IMPAIRED("kafka-impaired"),
    /** The ingestor does not read the node's files, or cannot commit. */
    NOT_READING("not-reading"),
    /** Kafka Streams does not run. */
    NOT_PARSING("not-parsing"),
    /** The gateway does not read orders. */
    NOT_SERVING("not-serving"),
    /** Orders flow, but not as they should; the words say why. */
    DEGRADED("degraded");

    private final String code;

    ReasonCode(String code) {
        this.code = code;
    }

    /** The code in answers of the management port. */
    public String code() {
        return code;
    }
}
