package io.orderwire.gateway.protocol;

import io.orderwire.gateway.session.Frame;
import io.orderwire.gateway.session.Loss;
import io.orderwire.websocket.transport.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame of the channel {@code gaps}. */
public final class GapsFrame implements Frame {
    private static final byte[] HEAD = MessageBuffer.utf8("{\"channel\":\"gaps\",\"data\":[");
    private static final byte[] END = MessageBuffer.utf8("]}");
    private static final int OVERHEAD = HEAD.length + END.length;

    private final byte[] gap;
    private final Message message;

    /** Reports one loss, a JSON object. */
    public GapsFrame(byte[] gap) {
        this.gap = gap;
        this.message = message(List.of(), gap);
    }

    private static Message message(List<byte[]> lost, byte[] gap) {
        MessageBuffer text = new MessageBuffer().append(HEAD);
        lost.forEach(earlier -> text.append(earlier).append(','));
        return new Message(text.append(gap).append(END).take());
    }

    @Override
    public Kind kind() {
        return Kind.DATA;
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public @Nullable Message reportBefore(Loss loss) {
        int lost = loss.gaps().stream().mapToInt(earlier -> earlier.length + 1).sum();
        if (lost == 0 || lost + message.length() <= Answers.LONGEST) {
            return null;
        }
        List<byte[]> first = loss.takeGaps(Answers.LONGEST - OVERHEAD);
        return message(first.subList(0, first.size() - 1), first.get(first.size() - 1));
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
