package io.orderwire.gateway.protocol;

import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.client.Loss;
import java.nio.ByteBuffer;
import java.util.List;

/** A frame of the channel {@code gaps}. */
public final class GapsFrame implements Frame {
    private final byte[] gap;
    private final byte[] text;

    /** Tells one loss, a JSON object. */
    public GapsFrame(byte[] gap) {
        this.gap = gap;
        this.text = text(List.of(), gap);
    }

    private static byte[] text(List<byte[]> lost, byte[] gap) {
        MessageBuffer message = new MessageBuffer().append("{\"channel\":\"gaps\",\"data\":[");
        lost.forEach(earlier -> message.append(earlier).append(','));
        return message.append(gap).append("]}").take();
    }

    @Override
    public Kind kind() {
        return Kind.DATA;
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
        return ByteBuffer.wrap(text(loss.gaps(), gap));
    }

    @Override
    public int lose(Loss loss) {
        loss.addGap(gap);
        return 0;
    }
}
