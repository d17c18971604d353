package io.orderwire.gateway.replay;

import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.TextFrame;

/**
 * The reason why a subscription cannot begin or has ended.
 *
 * @param why short reason, which clients may match
 * @param detail what the client can change
 */
record Refusal(String why, String detail) {
    /** The error to send; {@code json} is the subscription as the client wrote it. */
    TextFrame of(String json) {
        return Answers.error(why + ": " + json, detail);
    }
}
