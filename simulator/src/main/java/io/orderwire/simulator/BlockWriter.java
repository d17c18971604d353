package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.orderwire.contract.position.Source;
import java.util.Arrays;

/**
 * Puts the events of a block into lines of the shape and the lines into the hour's file.
 *
 * <p>Bytes are written at the end of each block, and within it whenever {@value #FLUSH_BYTES} are buffered. Between two
 * writes only a by-block line may be unfinished.
 */
final class BlockWriter implements EventSink {
    private static final int FLUSH_BYTES = 256 * 1024;
    private static final int LARGEST_EVENT_BYTES = 8 * 1024;
    private static final long[] PRECISIONS = {1, 1_000, 1_000_000, 1_000_000_000};
    private static final byte[] LOCAL_TIME = "{\"local_time\":\"".getBytes(US_ASCII);
    private static final byte[] BLOCK_TIME = "\",\"block_time\":\"".getBytes(US_ASCII);
    private static final byte[] BLOCK_NUMBER = "\",\"block_number\":".getBytes(US_ASCII);
    private static final byte[] EVENTS = ",\"events\":[".getBytes(US_ASCII);
    private static final byte[] END_OF_LINE = "]}\n".getBytes(US_ASCII);

    private final Source shape;
    private final boolean mixedFractions;
    private final Chain chain;
    private final EventEncoder encoder;
    private final LineClock clock;
    private final Output output;
    private final LineBuffer buffer = new LineBuffer(FLUSH_BYTES + LARGEST_EVENT_BYTES);
    private final LineBuffer scratch = new LineBuffer(256);
    private final TimestampText localTimes = new TimestampText();
    private final TimestampText blockTimes = new TimestampText();

    private byte[] blockTime = new byte[0];
    private byte[] afterLocalTime = new byte[0];
    private long precision = 1;
    private int unwrittenEvents;
    private boolean firstEvent;

    BlockWriter(SimulatorOptions options, Chain chain, EventEncoder encoder, LineClock clock, Output output) {
        shape = options.shape();
        mixedFractions = options.mixedFractions();
        this.chain = chain;
        this.encoder = encoder;
        this.clock = clock;
        this.output = output;
    }

    /** Begins the chain's current block. */
    void begin() {
        clock.read();
        precision = mixedFractions ? PRECISIONS[(int) (chain.blockNumber() % PRECISIONS.length)] : 1;
        scratch.clear();
        blockTimes.write(truncated(chain.blockTimeNanos()), scratch);
        blockTime = Arrays.copyOf(scratch.array(), scratch.length());
        scratch.clear();
        scratch.text(BLOCK_TIME);
        scratch.text(blockTime);
        scratch.text(BLOCK_NUMBER);
        scratch.integer(chain.blockNumber());
        scratch.text(EVENTS);
        afterLocalTime = Arrays.copyOf(scratch.array(), scratch.length());
        firstEvent = true;
        if (shape == Source.BY_BLOCK) {
            envelope();
        }
    }

    @Override
    public void event(Order order, Status status) {
        if (shape == Source.STREAMING) {
            envelope();
        } else if (shape == Source.BY_BLOCK && !firstEvent) {
            buffer.character(',');
        }
        firstEvent = false;
        encoder.encode(order, status, blockTime, buffer);
        if (shape == Source.STREAMING) {
            buffer.text(END_OF_LINE);
        } else if (shape == Source.PLAIN) {
            buffer.character('\n');
        }
        unwrittenEvents++;
        if (buffer.length() >= FLUSH_BYTES) {
            flush();
        }
    }

    /** Ends the block: all its bytes are in the file afterwards. */
    void end() {
        if (shape == Source.BY_BLOCK) {
            buffer.text(END_OF_LINE);
        }
        flush();
    }

    private void envelope() {
        buffer.text(LOCAL_TIME);
        localTimes.write(truncated(clock.next()), buffer);
        buffer.text(afterLocalTime);
    }

    private long truncated(long nanos) {
        return nanos - Math.floorMod(nanos, precision);
    }

    private void flush() {
        if (buffer.length() > 0) {
            output.write(buffer, unwrittenEvents);
            buffer.clear();
            unwrittenEvents = 0;
        }
    }
}
