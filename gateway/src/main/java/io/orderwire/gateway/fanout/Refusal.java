package io.orderwire.gateway.fanout;

import io.orderwire.gateway.protocol.Answers;
import io.orderwire.gateway.protocol.TextFrame;

/**
 * Why a subscription cannot begin, or has ended.
 *
 * @param why in few words, which clients may match
 * @param detail what to change
 */
record Refusal(String why, String detail) {
    /** The error that is sent of that subscription, as the client wrote it. */
    TextFrame of(String json) {
        return Answers.error(why + ": " + json, detail);
    }
}
