package io.orderwire.gateway.protocol;

import io.orderwire.gateway.client.Frame;
import io.orderwire.gateway.client.Loss;
import io.orderwire.gateway.client.Message;
import java.util.List;

/** A frame of the channel {@code gaps}. */
public final class GapsFrame implements Frame {
    private final byte[] gap;
    private final Message message;

    /** Tells one loss, a JSON object. */
    public GapsFrame(byte[] gap) {
        this.gap = gap;
        this.message = message(List.of(), gap);
    }

    private static Message message(List<byte[]> lost, byte[] gap) {
        MessageBuffer text = new MessageBuffer().append("{\"channel\":\"gaps\",\"data\":[");
        lost.forEach(earlier -> text.append(earlier).append(','));
        return new Message(text.append(gap).append("]}").take());
    }

    @Override
    public Kind kind() {
        return Kind.DATA;
    }

    @Override
    public int bytes() {
        return message.length();
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public Message messageAfter(Loss loss) {
        return message(loss.gaps(), gap);
    }

    @Override
    public int lose(Loss loss) {
        loss.addGap(gap);
        return 0;
    }
}
