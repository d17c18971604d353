package io.orderwire.system.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Spoils lines in ways that parsers are known to differ in, so that most of them come close to being right. */
final class LineMutator {
    private static final byte[] STRUCTURE = latin1("{}[]:,\"");
    private static final String ADDRESS = "0x00000000000000000000000000000000000000aB";
    private static final List<byte[]> PIECES = List.of(
            latin1("\0"),
            latin1("\r"),
            latin1("\t"),
            latin1(" "),
            latin1("\u000b"),
            latin1("\u00a0"),
            latin1("\u00ef\u00bb\u00bf"),
            latin1("\u00c0\u00af"),
            latin1("\u00ed\u00a0\u0080"),
            latin1("\u00f4\u0090\u0080\u0080"),
            latin1("\u00e2\u0082"),
            latin1("\u00f0\u009f\u0098\u0080"),
            latin1("\u007f"),
            latin1("\u001f"),
            latin1("\\"),
            latin1("\\u0000"),
            latin1("\\ud800"),
            latin1("\\ud83d\\ude00"),
            latin1("\\x"),
            latin1("\\u00"),
            latin1("\""),
            latin1("'"),
            latin1("{"),
            latin1("}"),
            latin1("["),
            latin1("]"),
            latin1(","),
            latin1(":"),
            latin1("{}"),
            latin1("[]"),
            latin1("]}"),
            latin1("}}"),
            latin1("null"),
            latin1("-0"),
            latin1("1e3"),
            latin1("0.0"),
            latin1("01"),
            latin1("1."),
            latin1("+1"),
            latin1("NaN"),
            latin1("-"),
            latin1("1E+999999999"),
            latin1("123456789012345678901234567890"),
            latin1("//"),
            latin1("/**/"),
            latin1("#"),
            latin1("\"{[\\\"\""),
            latin1("\"events\":[]"),
            latin1("\"events\":[{}],"),
            latin1("\"events\":{},"),
            latin1("\"\\u0065vents\":[{}],"),
            latin1("\"user\":\"" + ADDRESS + "\","),
            latin1("\"\\u0075ser\":\"" + ADDRESS + "\","),
            latin1("\"user\":null,"),
            latin1("\"oid\":7,"),
            latin1("\"coin\":\"}\","),
            latin1("\"status\":\"]\","),
            latin1("\"time\":\"t\","),
            latin1("\"order\":{},"),
            latin1(",\"x\":1"),
            latin1(",\"events\":[{\"user\":\"" + ADDRESS + "\"}]"));
    private static final String[][] SWAPS = {
        {"\"user\"", "\"\\u0075ser\""},
        {"\"user\"", "\"us\\u0065r\""},
        {"\"user\"", "\"User\""},
        {"\"events\"", "\"\\u0065vents\""},
        {"\"events\"", "\"event\\u0073\""},
        {"\"order\"", "\"\\u006Frder\""},
        {"\"oid\"", "\"o\\u0069d\""},
        {"\"coin\"", "\"c\\u006fin\""},
        {"\"0x", "\"\\u0030x"},
        {"\"0x", "\"0X"},
        {"\"0x", "\"0x\\u0061"},
        {"\"oid\":", "\"oid\":-"},
        {"\"oid\":", "\"oid\":0"},
        {"\"oid\":", "\"oid\":1e"},
        {"\"oid\":", "\"oid\":9.0"},
        {"\"oid\":", "\"oid\":\"1\",\"o\":"},
        {"\"oid\":", "\"oid\":99999999999999999999"},
        {"\"oid\":", "\"oid\":{\"a\":1},\"o\":"},
        {"\"order\":{", "\"order\":[{"},
        {"\"order\":{", "\"order\":null,\"o\":{"},
        {"\"status\":\"", "\"status\":[],\"s\":\""},
        {"\"events\":[", "\"events\":[],\"events\":["},
        {"\"events\":[", "\"events\":[{\"events\":["},
        {"\"events\":[", "\"events\":[ \t"},
        {"\"events\":[", "\"events\":["},
        {"\"events\":[", "\"events\":[1,"},
        {"\"events\":[", "\"events\":{\"a\":["},
        {"\"children\":[", "\"children\":[{\"user\":\"" + ADDRESS + "\",\"oid\":1}"},
        {"]}", "] , \"x\" : [1,{}] } "},
        {"]}", "],\"events\":[{}]}"},
        {"]}", ",]}"},
        {"},{", "}{"},
        {"},{", "} , {"},
        {"},{", "},,{"},
        {"},{", "},7,{"},
    };

    private final Random random;
    private final List<byte[]> seeds;

    LineMutator(Random random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A line, mostly spoiled; without line feeds. */
    byte[] next() {
        byte[] line = seed();
        for (int times = random.nextInt(4); times > 0; times--) {
            line = mutate(line);
        }
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n') {
                line[i] = ' ';
            }
        }
        return line;
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size())).clone();
    }

    private byte[] mutate(byte[] line) {
        if (line.length == 0) {
            return PIECES.get(random.nextInt(PIECES.size())).clone();
        }
        return switch (random.nextInt(18)) {
            case 0 -> flip(line);
            case 1 -> cut(line, random.nextInt(line.length), random.nextInt(line.length));
            case 2 -> cut(line, random.nextInt(line.length), line.length);
            case 3 -> cut(line, 0, random.nextInt(line.length));
            case 4 -> splice(line);
            case 5, 6 -> insert(line, anywhere(line), PIECES.get(random.nextInt(PIECES.size())));
            case 7, 8 -> insert(line, afterStructure(line), PIECES.get(random.nextInt(PIECES.size())));
            case 9, 10, 11 -> swap(line);
            case 12 -> random.nextInt(4) == 0 ? nest(line) : swap(line);
            case 13 -> random.nextInt(4) == 0 ? hugeNumber(line) : upper(line);
            case 14 -> repeat(line);
            case 15 -> killed(line);
            case 16 -> nulls(line);
            default -> join(line);
        };
    }

    private byte[] flip(byte[] line) {
        line[random.nextInt(line.length)] ^= (byte) (1 << random.nextInt(8));
        return line;
    }

    private static byte[] cut(byte[] line, int a, int b) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(line.length);
        out.write(line, 0, Math.min(a, b));
        out.write(line, Math.max(a, b), line.length - Math.max(a, b));
        return out.toByteArray();
    }

    /** The beginning of one and the end of another. */
    private byte[] splice(byte[] line) {
        byte[] other = seed();
        int from = random.nextInt(other.length + 1);
        byte[] begin = cut(line, random.nextInt(line.length), line.length);
        return insert(begin, begin.length, cut(other, 0, from));
    }

    /** A node was killed while it wrote: the beginning of a line is followed by the next line. */
    private byte[] killed(byte[] line) {
        return insert(seed(), 0, cut(line, random.nextInt(line.length), line.length));
    }

    /** After a power failure there are zeros before a line, after it, between it and the next one, or inside it. */
    private byte[] nulls(byte[] line) {
        byte[] zeros = new byte[1 + random.nextInt(40)];
        return switch (random.nextInt(4)) {
            case 0 -> insert(line, 0, zeros);
            case 1 -> insert(line, line.length, zeros);
            case 2 -> insert(insert(seed(), 0, zeros), 0, line);
            default -> insert(line, afterStructure(line), zeros);
        };
    }

    private int anywhere(byte[] line) {
        return random.nextInt(line.length + 1);
    }

    private int afterStructure(byte[] line) {
        int begin = random.nextInt(line.length);
        for (int i = begin; i < line.length; i++) {
            for (byte b : STRUCTURE) {
                if (line[i] == b) {
                    return i + random.nextInt(2);
                }
            }
        }
        return line.length;
    }

    static byte[] insert(byte[] line, int at, byte[] piece) {
        byte[] out = new byte[line.length + piece.length];
        System.arraycopy(line, 0, out, 0, at);
        System.arraycopy(piece, 0, out, at, piece.length);
        System.arraycopy(line, at, out, at + piece.length, line.length - at);
        return out;
    }

    private byte[] swap(byte[] line) {
        String[] swap = SWAPS[random.nextInt(SWAPS.length)];
        String text = new String(line, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(swap[0], random.nextInt(line.length));
        at = at < 0 ? text.indexOf(swap[0]) : at;
        return at < 0 ? line : latin1(text.substring(0, at) + swap[1] + text.substring(at + swap[0].length()));
    }

    /** Levels around the limit, and far beyond it. */
    private byte[] nest(byte[] line) {
        int levels = random.nextInt(8) == 0 ? 10_000 : 55 + random.nextInt(12);
        String deep = random.nextBoolean()
                ? "[".repeat(levels) + "]".repeat(levels)
                : "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
        String member = "\"deep\":" + (random.nextInt(8) == 0 ? deep.substring(1) : deep) + ",";
        String text = new String(line, StandardCharsets.ISO_8859_1);
        int at = text.indexOf('{', random.nextInt(line.length)) + 1;
        return insert(line, at, latin1(member));
    }

    private byte[] hugeNumber(byte[] line) {
        String digits = "7".repeat(1 + random.nextInt(3_000));
        String[] forms = {digits, "-" + digits, "0." + digits, "1e" + digits, digits + "e-" + digits, "0" + digits};
        String number = forms[random.nextInt(forms.length)];
        String text = new String(line, StandardCharsets.ISO_8859_1);
        return latin1(text.replaceFirst("\"(oid|block_number|timestamp)\":\\d*", "\"$1\":" + number));
    }

    private byte[] upper(byte[] line) {
        int from = random.nextInt(line.length);
        int to = Math.min(line.length, from + 60);
        for (int i = from; i < to; i++) {
            line[i] = (byte) (line[i] >= 'a' && line[i] <= 'f' ? line[i] - 32 : line[i]);
        }
        return line;
    }

    /** A piece of it again, from one comma or brace to another: members and events twice. */
    private byte[] repeat(byte[] line) {
        int from = afterStructure(line);
        int to = Math.min(line.length, from + random.nextInt(700));
        while (to < line.length && line[to] != ',' && line[to] != '}') {
            to++;
        }
        byte[] piece = cut(cut(line, to, line.length), 0, from);
        return insert(insert(line, to, piece), to, latin1(","));
    }

    /** Several events in one envelope: another line, or a part of it, where one event ends. */
    private byte[] join(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        String other = new String(seed(), StandardCharsets.ISO_8859_1);
        int events = other.indexOf("\"events\":[");
        boolean part = events > 0 && random.nextInt(4) > 0;
        String event = part ? other.substring(events + 10, other.length() - 2) : other;
        int at = text.lastIndexOf("]}");
        return at < 0 ? line : latin1(text.substring(0, at) + "," + event + text.substring(at));
    }
}
