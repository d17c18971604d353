package io.orderwire.gateway.session;

import io.orderwire.websocket.transport.Message;
import java.nio.charset.StandardCharsets;

/** A frame of any text. */
record TestFrame(Frame.Kind kind, String text, int events, boolean gap, Message message) implements Frame {
    static final String AFTER = " after ";

    TestFrame(Frame.Kind kind, String text, int events, boolean gap) {
        this(kind, text, events, gap, new Message(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int bytes() {
        return text.length();
    }

    @Override
    public Message messageAfter(Loss loss) {
        return new Message((text + AFTER + loss.events()).getBytes(StandardCharsets.UTF_8));
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
