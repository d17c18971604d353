package io.orderwire.gateway.protocol;

import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Loss;
import io.orderwire.websocket.transport.Message;

/** A message that carries no events. */
public final class TextFrame implements Frame {
    private final Kind kind;
    private final Message message;

    private TextFrame(Kind kind, byte[] text) {
        this.kind = kind;
        this.message = new Message(text);
    }

    static TextFrame control(byte[] text) {
        return new TextFrame(Kind.CONTROL, text);
    }

    static TextFrame snapshot(byte[] text) {
        return new TextFrame(Kind.SNAPSHOT, text);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public Message messageAfter(Loss loss) {
        return message();
    }

    @Override
    public int lose(Loss loss) {
        return 0;
    }
}
