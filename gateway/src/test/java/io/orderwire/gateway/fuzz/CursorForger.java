package io.orderwire.gateway.fuzz;

import io.orderwire.gateway.protocol.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;

/** Forges cursors from one that a gateway has made. */
final class CursorForger {
    private static final int MOST_PARTITIONS = 128;

    private final Choices choices;
    private final Supplier<String> sound;

    /** @param sound valid cursors of the gateway */
    CursorForger(Choices choices, Supplier<String> sound) {
        this.choices = choices;
        this.sound = sound;
    }

    /** A cursor, valid or forged. */
    String next() {
        return switch (choices.below(8)) {
            case 0, 1 -> sound.get();
            case 2, 3, 4 -> numbers();
            case 5 -> bytes();
            case 6 -> text();
            default -> shape();
        };
    }

    /** Other offsets, sequences or ranges. */
    private String numbers() {
        Cursor cursor = Cursor.decode(sound.get());
        long[] offsets = cursor.nextOffsets().clone();
        long[] seqs = cursor.lastSeqs().clone();
        List<List<Cursor.Range>> leftOut = new ArrayList<>(cursor.leftOut());
        for (int partition = 0; partition < offsets.length; partition++) {
            if (choices.oneIn(2)) {
                offsets[partition] = other(offsets[partition]);
            }
            if (choices.oneIn(2)) {
                seqs[partition] = other(seqs[partition]);
            }
            if (choices.oneIn(3)) {
                leftOut.set(partition, ranges(seqs[partition]));
            }
        }
        return new Cursor(cursor.topicId(), offsets, seqs, leftOut).encode();
    }

    private long other(long number) {
        return switch (choices.below(9)) {
            case 0 -> 0;
            case 1 -> number + 1;
            case 2 -> Math.max(0, number - 1);
            case 3 -> number / 2;
            case 4 -> number + choices.below(1_000);
            case 5 -> number + 1_000_000_000_000L;
            case 6 -> Long.MAX_VALUE;
            case 7 -> Long.MAX_VALUE - choices.below(3);
            default -> choices.number() >>> (1 + choices.below(62));
        };
    }

    /** Descending ranges, in order or not. */
    private List<Cursor.Range> ranges(long lastSeq) {
        List<Cursor.Range> ranges = new ArrayList<>();
        long to = choices.oneIn(4) ? other(lastSeq) : lastSeq - choices.below(3);
        int count = choices.any(1, 2, 64, 65);
        for (int i = 0; i < count && to > 0; i++) {
            long from = Math.max(1, to - choices.any(0, 1, 10, 1_000_000));
            ranges.add(new Cursor.Range(from, to));
            to = from - choices.any(1, 2, 100) + (choices.oneIn(20) ? 5 : 0);
        }
        return ranges;
    }

    private String bytes() {
        byte[] bytes = Base64.getUrlDecoder().decode(sound.get());
        for (int i = choices.any(1, 1, 2, 8); i > 0; i--) {
            bytes[choices.below(bytes.length)] ^= (byte) (1 << choices.below(8));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String text() {
        String cursor = sound.get();
        return switch (choices.below(8)) {
            case 0 -> "";
            case 1 -> cursor.substring(0, choices.below(cursor.length()));
            case 2 -> cursor + cursor;
            case 3 -> cursor + "=";
            case 4 -> cursor.replace('A', '+');
            case 5 -> cursor + "\n";
            case 6 -> new String(choices.bytes(30), StandardCharsets.ISO_8859_1);
            default -> Base64.getUrlEncoder().withoutPadding().encodeToString(choices.bytes(choices.below(3_000)));
        };
    }

    /** Another topic, or another number of partitions. */
    private String shape() {
        Cursor cursor = Cursor.decode(sound.get());
        int partitions =
                choices.oneIn(2) ? cursor.nextOffsets().length : choices.any(0, 1, 3, 5, MOST_PARTITIONS, 1_000);
        Uuid topic = choices.any(cursor.topicId(), new Uuid(0, 0), new Uuid(choices.number(), choices.number()));
        List<List<Cursor.Range>> leftOut = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            leftOut.add(List.of());
        }
        return new Cursor(
                        topic,
                        Arrays.copyOf(cursor.nextOffsets(), partitions),
                        Arrays.copyOf(cursor.lastSeqs(), partitions),
                        leftOut)
                .encode();
    }
}
