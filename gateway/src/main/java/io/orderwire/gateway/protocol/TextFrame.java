package io.orderwire.gateway.protocol;

import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.client.Loss;
import java.nio.ByteBuffer;

/** A message that carries no events. */
public final class TextFrame implements Frame {
    private final Kind kind;
    private final byte[] text;

    private TextFrame(Kind kind, byte[] text) {
        this.kind = kind;
        this.text = text;
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
    public int bytes() {
        return text.length;
    }

    @Override
    public ByteBuffer message() {
        return ByteBuffer.wrap(text);
    }

    @Override
    public ByteBuffer messageAfter(Loss loss) {
        return message();
    }

    @Override
    public int lose(Loss loss) {
        return 0;
    }
}
