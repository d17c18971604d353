package io.orderwire.websocket.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.websocket.deflate.CompressionBudget;
import io.orderwire.websocket.deflate.CompressionTally;
import io.orderwire.websocket.deflate.Compressor;
import io.orderwire.websocket.limit.Payer;
import io.orderwire.websocket.limit.SendMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final byte[] TEXT = "{\"channel\":\"orders\"}".repeat(100).getBytes(StandardCharsets.UTF_8);

    private final CompressionTally tally = new CompressionTally();
    private final CompressionBudget.Account compressor = new CompressionBudget(
                    new CompressionBudget.Limits(1_000, 1_000, 1_000, 1_000), () -> 0, tally)
            .open(Payer.UNKNOWN);

    @Test
    void shouldCompressOnceForManyThreads() throws Exception {
        Message message = new Message(TEXT);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<ByteBuffer>> all = threads.invokeAll(Collections.nCopies(200, (Callable<ByteBuffer>)
                    () -> message.compressed(compressor).rest()));
            byte[] shared = all.get(0).get().array();
            for (Future<ByteBuffer> one : all) {
                assertThat(one.get().array()).isSameAs(shared);
            }
            assertThat(inflated(shared)).isEqualTo(TEXT);
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(tally.before).containsExactly(TEXT.length);
    }

    @Test
    void shouldCompressEachMessageByItself() throws DataFormatException {
        List<byte[]> compressed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            compressed.add(new Message(TEXT).compressed(compressor).rest().array());
        }

        assertThat(compressed.get(1)).isEqualTo(compressed.get(0));
        assertThat(inflated(compressed.get(2))).isEqualTo(TEXT);
        assertThat(compressed.get(0).length).isLessThan(TEXT.length / 10);
    }

    @Test
    void shouldLeaveWhatIsShortOrDoesNotGetSmaller() throws DataFormatException {
        byte[] random = new byte[10_000];
        new Random(1).nextBytes(random);

        assertThat(new Message(random).compressed(compressor)).isNull();
        assertThat(new Message(new byte[Compressor.LEAST_BYTES - 1]).compressed(compressor))
                .isNull();
        assertThat(tally.before).isEmpty();
        byte[] least = new byte[Compressor.LEAST_BYTES];
        assertThat(inflated(new Message(least).compressed(compressor).rest().array()))
                .isEqualTo(least);
    }

    @Test
    void shouldCompressAMessageOfAnyLength() throws DataFormatException {
        for (int length : new int[] {300, 5 << 20, 300, 1 << 20}) {
            byte[] text = new byte[length];
            assertThat(inflated(new Message(text).compressed(compressor).rest().array()))
                    .isEqualTo(text);
        }
    }

    @Test
    void shouldShareTheRestOfMessagesOfDifferentHeads() throws DataFormatException {
        SharedText rest = new SharedText(TEXT);
        Message first = new Message("{\"id\":\"a\"".getBytes(StandardCharsets.UTF_8), rest);
        Message second = new Message("{\"id\":\"é\"".getBytes(StandardCharsets.UTF_8), rest);

        for (Message message : List.of(first, second)) {
            Message.Parts parts = message.compressed(compressor);
            assertThat(inflated(joined(parts))).isEqualTo(message.text().array());
            assertThat(joined(message.plain())).isEqualTo(message.text().array());
            assertThat(message.length()).isEqualTo(message.text().remaining());
            assertThat(message.plain().rest().array()).isSameAs(TEXT);
        }
        assertThat(first.compressed(compressor).rest().array())
                .isSameAs(second.compressed(compressor).rest().array());
        assertThat(tally.before).containsExactly(TEXT.length);
    }

    @Test
    void shouldCountTheSharedRestOnce() {
        SendMemory sendMemory = new SendMemory(1 << 20);
        SharedText rest = new SharedText(TEXT);
        Message first = new Message(new byte[10], rest);
        Message second = new Message(new byte[20], rest);
        first.hold(sendMemory);
        first.hold(sendMemory);
        second.hold(sendMemory);
        assertThat(sendMemory.bytes()).isEqualTo(30 + TEXT.length);

        first.release(sendMemory);
        first.release(sendMemory);
        assertThat(sendMemory.bytes()).isEqualTo(20 + TEXT.length);
        second.release(sendMemory);
        assertThat(sendMemory.bytes()).isZero();
    }

    @Test
    void shouldWriteATextOnceAndNotBeforeItIsSent() {
        int[] written = {0};
        SharedText rest = new SharedText(TEXT.length, () -> {
            written[0]++;
            return TEXT;
        });
        Message message = new Message(new byte[10], rest);
        SendMemory sendMemory = new SendMemory(1 << 20);
        message.hold(sendMemory);
        assertThat(message.length()).isEqualTo(10 + TEXT.length);
        assertThat(sendMemory.bytes()).isEqualTo(10 + TEXT.length);
        message.release(sendMemory);
        assertThat(written[0]).isZero();

        assertThat(message.plain().rest().array()).isSameAs(TEXT);
        assertThat(message.compressed(compressor)).isNotNull();
        assertThat(message.text().remaining()).isEqualTo(10 + TEXT.length);
        assertThat(written[0]).isEqualTo(1);
    }

    @Test
    void shouldFailForEachWhoGetsATextThatCannotBeWritten() {
        SharedText rest = new SharedText(10, () -> {
            throw new IllegalArgumentException("broken");
        });

        assertThatThrownBy(rest::bytes).hasMessage("broken");
        assertThatThrownBy(rest::bytes).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] joined(Message.Parts parts) {
        return ByteBuffer.allocate(parts.head().remaining() + parts.rest().remaining())
                .put(parts.head())
                .put(parts.rest())
                .array();
    }

    private static byte[] inflated(byte[] compressed) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        byte[] room = new byte[6 << 20];
        inflater.setInput(compressed);
        int length = inflater.inflate(room);
        inflater.setInput(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF});
        length += inflater.inflate(room, length, room.length - length);
        inflater.end();
        return Arrays.copyOf(room, length);
    }
}
