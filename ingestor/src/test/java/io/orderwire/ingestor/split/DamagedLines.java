package io.orderwire.ingestor.split;

import io.orderwire.contract.position.Source;
import java.util.List;
import java.util.Random;

/** Lines that are damaged as by killed nodes, power failures and worse; some of their pieces are longer than any limit. */
final class DamagedLines {
    private static final List<String> PIECES = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "]}",
            "}]}",
            "{\"",
            "{}",
            "{\"a\":1}",
            "{\"x\":{\"y\":[",
            "\0",
            " ",
            "\r",
            "\t",
            "null",
            "\u00e9",
            "\u00ff\u00fe",
            "{\"local_time\":",
            "{\"local_time\":\"x\",\"y\":1",
            "{\"time\":",
            "{\"time\":\"t\",\"user\":\"0x",
            "\"events\":[",
            ",\"events\":[{}]",
            "{\"local",
            "x");

    private final Random random;
    private final Source source;
    private final int max;

    DamagedLines(Random random, Source source, int max) {
        this.random = random;
        this.source = source;
        this.max = max;
    }

    String file() {
        StringBuilder file = new StringBuilder();
        for (int lines = 1 + random.nextInt(5); lines > 0; lines--) {
            for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
                part(file);
            }
            file.append('\n');
        }
        return file.toString();
    }

    private void part(StringBuilder file) {
        String whole = whole();
        switch (random.nextInt(7)) {
            case 0, 1 -> file.append(whole);
            case 2 -> file.append(whole, 0, random.nextInt(whole.length() + 1));
            case 3 -> file.append(PIECES.get(random.nextInt(PIECES.size())).repeat(length()));
            case 4 -> {
                for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
                    file.append(PIECES.get(random.nextInt(PIECES.size())));
                }
            }
            case 5 -> {
                StringBuilder damaged = new StringBuilder(whole);
                for (int pieces = 1 + random.nextInt(3); pieces > 0; pieces--) {
                    String piece = PIECES.get(random.nextInt(PIECES.size()));
                    damaged.insert(random.nextInt(damaged.length() + 1), piece.repeat(length()));
                }
                file.append(damaged);
            }
            default -> file.append(whole, random.nextInt(whole.length()), whole.length());
        }
    }

    /** Mostly short, otherwise near one of the limits or far above. */
    private int length() {
        int[] near = {max, 4096, max + 4096, Marker.LONGEST, 2 * max};
        return switch (random.nextInt(8)) {
            case 0 -> near[random.nextInt(near.length)] + random.nextInt(9) - 4;
            case 1 -> random.nextInt(12_000);
            default -> 1 + random.nextInt(3);
        };
    }

    private String whole() {
        if (source == Source.PLAIN && random.nextInt(10) > 0) {
            return event() + (random.nextInt(4) == 0 ? " \r" : "");
        }
        StringBuilder envelope = new StringBuilder(blanks())
                .append("{\"local_time\":\"")
                .append("l".repeat(random.nextInt(20) == 0 ? length() : 5))
                .append("\",\"block_number\":7,\"events\":[");
        int events = source == Source.BY_BLOCK || random.nextInt(10) == 0 ? random.nextInt(6) : 1;
        for (int i = 0; i < events; i++) {
            envelope.append(blanks()).append(i == 0 ? "" : ",").append(blanks()).append(event());
        }
        envelope.append(blanks());
        if (random.nextInt(12) == 0) {
            return envelope.append("],\"pad\":\"")
                    .append("p".repeat(length()))
                    .append("\"}")
                    .toString();
        }
        return envelope.append("]")
                .append(blanks())
                .append("}")
                .append(blanks())
                .toString();
    }

    /** Blanks where JSON allows them: mostly none, otherwise few, or about as many as are not skipped, or far more. */
    private String blanks() {
        return switch (random.nextInt(60)) {
            case 0 -> " ".repeat(length());
            case 1 -> "\t".repeat(Limits.LONGEST_HEAD - 4 + random.nextInt(9));
            case 2 -> " ".repeat(Limits.LONGEST_HEAD + 1 + random.nextInt(20_000));
            default -> "";
        };
    }

    private String event() {
        String event = LineSplitterTest.event(
                random.nextBoolean() ? LineSplitterTest.ALICE : LineSplitterTest.BOB, random.nextInt(1_000));
        if (random.nextInt(4) > 0) {
            // Without escapes its shape can be learned.
            event = event.replace("\\\"", "");
        }
        if (random.nextInt(12) == 0) {
            event = event.replace(
                    ",\"hash\"", ",\"events\":[" + LineSplitterTest.event(LineSplitterTest.BOB, 7) + "],\"hash\"");
            event = event.replace("\\\"", "");
        }
        return random.nextInt(8) > 0
                ? event
                : event.replace(",\"hash\"", ",\"note\":\"" + "{\\\"[n".repeat(length() / 6) + "\",\"hash\"");
    }
}
