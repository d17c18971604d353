package io.orderwire.contract.order;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes lines in the ways in which readers of JSON differ. Texts here have one character for each byte. */
final class HostileLines {
    private static final Pattern SCALAR =
            Pattern.compile("(?:\"(?:[^\"\\\\]|\\\\.)*+\"|-?[0-9][0-9.eE+-]*+|true|false|null)(?!\\s*:)");
    private static final Pattern MEMBER = Pattern.compile("\"[a-z_]+\":(?:\"[^\"]*\"|[a-z0-9.]+),");
    private static final String ADDRESS = "\"0x00000000000000000000000000000000000000aB\"";
    private static final List<String> USUAL_VALUES = List.of("\"a b\"", ADDRESS, "7", "-1", "1.5", "true", "null");
    private static final List<String> VALUES = List.of(
            "\"\"",
            "\"a\"",
            "\"" + "long ".repeat(2_000) + "\"",
            ADDRESS,
            ADDRESS.replace("0x0", "0x\\u0030"),
            ADDRESS.replace("0xa", "0xg"),
            ADDRESS.replace("0x", "0X"),
            ADDRESS.replace("B", ""),
            "\"\\u0041\"",
            "\"\\\"\"",
            "\"\\",
            "\"\\ud800\"",
            "\"\\x\"",
            "\"{\"",
            "\"}]\"",
            "\"\u007f\"",
            "\"\u0000\"",
            "\"\u001f\"",
            "\"\t\"",
            "\"\u00c3\u00a9\"",
            "\"\u00c3\"",
            "\"\u00c0\u00af\"",
            "\"\u00ed\u00a0\u0080\"",
            "\"\u00f4\u0090\u0080\u0080\"",
            "\"\u00ff\"",
            "\"1234567\u0080\"",
            "'a'",
            "0",
            "-0",
            "-",
            "00",
            "01",
            "-01",
            "+1",
            "1.",
            ".5",
            "1.5",
            "-0.0",
            "1e5",
            "1E-5",
            "1e",
            "7 ",
            " 7",
            "7\t",
            "2147483647",
            "2147483648",
            "999999999999999999",
            "-99999999999999999",
            "1000000000000000000",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "99999999999999999999",
            "7".repeat(2_000),
            "NaN",
            "nul",
            "nulls",
            "null",
            "true",
            "false",
            "True",
            "{}",
            "[]",
            "[1]",
            "{\"a\":1}",
            "");
    private static final List<String> PIECES = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            " ",
            "\r",
            "\t",
            "\n",
            "\u0000",
            "\u0001",
            "\u00e9",
            "\u00ef\u00bb\u00bf",
            "/**/",
            "0",
            "-",
            ".5",
            "e5",
            "\\u0041",
            "\"x\":1,",
            "\"x\":{},",
            "\"x\":[],",
            "\"0\":{},",
            "\"x\":[{\"a\":\"b\"},1],",
            "\"user\":1,",
            "\"user\":" + ADDRESS + ",",
            "\"us\\u0065r\":" + ADDRESS + ",",
            "\"oid\":9,",
            "\"side\":\"B\",",
            "\"order\":{\"coin\":\"x\",\"oid\":1},",
            "\"event\":{\"a\":1},",
            "\"events\":[],",
            "\"events\":[1],",
            "\"events\":{\"0\":{\"a\":1}},",
            "\"events\":7,",
            "\"block_number\":7,",
            "\"block_number\":{\"a\":7},",
            "\"pos\":{\"a\":7},",
            "\"seq\":8,",
            "\"part\":null,",
            "\"order/coin\":\"x\",",
            "\"/order/coin\":\"x\",",
            "\"\":1,");

    private final Random random;

    HostileLines(Random random) {
        this.random = random;
    }

    /** The line after a few changes, or none. */
    byte[] changed(byte[] line) {
        String text = text(line);
        for (int n = random.nextInt(4); n > 0; n--) {
            text = text.isEmpty() ? piece() : change(text);
        }
        return bytes(text);
    }

    /** The line with a few other values, most of them of a form that a node does not write. */
    byte[] revalued(byte[] line) {
        String text = text(line);
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            text = revalue(text);
        }
        return bytes(text);
    }

    private String change(String text) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(4));
        return switch (random.nextInt(12)) {
            case 0 -> text.substring(0, at) + piece() + text.substring(end);
            case 1 -> text.substring(0, at) + piece() + text.substring(at);
            case 2 -> text.substring(0, at) + text.substring(end);
            case 3 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
            case 4 -> random.nextInt(4) == 0 ? text.substring(0, at) : text + piece();
            case 5, 6, 7 -> text.substring(0, afterBrace(text)) + piece() + text.substring(afterBrace(text));
            case 8 -> repeatMember(text);
            case 9 -> random.nextInt(4) == 0 ? nested(text) : revalue(text);
            default -> revalue(text);
        };
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        List<MatchResult> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.toMatchResult());
        }
        return found;
    }

    private String revalue(String text) {
        List<MatchResult> places = all(SCALAR, text);
        if (places.isEmpty()) {
            return text;
        }
        MatchResult place = places.get(random.nextInt(places.size()));
        List<String> values = random.nextBoolean() ? USUAL_VALUES : VALUES;
        return text.substring(0, place.start())
                + values.get(random.nextInt(values.size()))
                + text.substring(place.end());
    }

    /** The same place for each call with the same text. */
    private static int afterBrace(String text) {
        int from = Arrays.hashCode(bytes(text)) >>> 1;
        int at = text.indexOf('{', from % text.length());
        return at < 0 ? text.indexOf('{') + 1 : at + 1;
    }

    private String repeatMember(String text) {
        List<MatchResult> members = all(MEMBER, text);
        if (members.isEmpty()) {
            return text;
        }
        MatchResult member = members.get(random.nextInt(members.size()));
        int at = random.nextBoolean() ? member.start() : afterBrace(text);
        return text.substring(0, at) + member.group() + text.substring(at);
    }

    /** Levels around the limit of an event, and beyond the limit of the JSON reader. */
    private String nested(String text) {
        int levels = random.nextInt(8) == 0 ? 1_100 : 58 + random.nextInt(8);
        String deep = random.nextBoolean()
                ? "[".repeat(levels) + "]".repeat(levels)
                : "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
        int at = afterBrace(text);
        return text.substring(0, at) + "\"deep\":" + deep + "," + text.substring(at);
    }

    /** The line between random bytes, of which a reader must not take any. */
    byte[] padded(byte[] line, int before) {
        byte[] around = new byte[before + random.nextInt(9)];
        random.nextBytes(around);
        ByteArrayOutputStream padded = new ByteArrayOutputStream();
        padded.write(around, 0, before);
        padded.writeBytes(line);
        padded.write(around, before, around.length - before);
        return padded.toByteArray();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
