package io.orderwire.gateway.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A frame of any text. */
record TestFrame(Frame.Kind kind, String text, int events, boolean gap) implements Frame {
    static final String AFTER = " after ";

    @Override
    public int bytes() {
        return text.length();
    }

    @Override
    public ByteBuffer message() {
        return StandardCharsets.UTF_8.encode(text);
    }

    @Override
    public ByteBuffer messageAfter(Loss loss) {
        return StandardCharsets.UTF_8.encode(text + AFTER + loss.events());
    }

    @Override
    public int lose(Loss loss) {
        loss.addEvents(events);
        if (gap) {
            loss.addGap(new byte[] {'{', '}'});
        }
        return events;
    }
}
