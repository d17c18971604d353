package io.orderwire.gateway.replay;

/**
 * Why a replay was ended before it became a part of the live stream.
 *
 * @param why the reason
 * @param detail the numbers, and what the client can change
 */
public record ReplayEnd(Why why, String detail) {
    /** Reasons. */
    public enum Why {
        /** The offsets of its cursor are beyond the end of the topic. */
        OFFSETS("Cursor beyond the end of the topic"),
        /** The sequences of its cursor are not those of the topic. */
        SEQUENCES("Cursor with sequences that the topic does not hold"),
        /** The live stream did not reach its position. */
        HANDOVER("The replay could not join the live stream"),
        /** Its client receives too slowly. */
        SLOW("The replay made no progress"),
        /** It would exceed the memory of all replays. */
        MEMORY("Too many replays"),
        /** It has waited too long for its turn. */
        WAITED("Too many replays"),
        /** The topic was recreated. */
        TOPIC("The topic was recreated");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        /** The beginning of the error text, which clients may match. */
        public String text() {
            return text;
        }
    }
}
