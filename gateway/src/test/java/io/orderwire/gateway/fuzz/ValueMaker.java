package io.orderwire.gateway.fuzz;

/** Makes values of every type. */
final class ValueMaker {
    private static final int DEEPEST = 4;

    private final Choices choices;

    ValueMaker(Choices choices) {
        this.choices = choices;
    }

    Json any(int depth) {
        return switch (choices.below(depth < DEEPEST ? 12 : 6)) {
            case 0 -> new Json.Raw(choices.any("null", "true", "false"));
            case 1, 2 -> new Json.Raw(number());
            case 3, 4, 5 -> new Json.Str(text());
            case 6, 7 -> list(depth);
            case 8, 9, 10 -> object(depth);
            default -> new Json.Raw(nested());
        };
    }

    String number() {
        return switch (choices.below(12)) {
            case 0 -> "0";
            case 1 -> "-0";
            case 2 -> String.valueOf(choices.number());
            case 3 -> "1e400";
            case 4 -> "-1E-400";
            case 5 -> "1e" + "9".repeat(1 + choices.below(20));
            case 6 -> "9".repeat(1 + choices.below(60));
            case 7 -> "0." + "3".repeat(1 + choices.below(60));
            case 8 -> "-" + "1".repeat(31 + choices.below(3)) + ".5";
            case 9 -> "18446744073709551616";
            case 10 -> choices.any("01", "+1", ".5", "1.", "1e", "0x10", "NaN", "Infinity", "-");
            default -> String.valueOf(choices.below(100) - 50);
        };
    }

    String text() {
        return switch (choices.below(14)) {
            case 0 -> "";
            case 1 -> "\0";
            case 2 -> "\ud800";
            case 3 -> "a\udc00b";
            case 4 -> "\ud83d\ude00".repeat(1 + choices.below(4));
            case 5 -> "\"\\/\b\f\n\r\t\u007f\u0080\u2028\u2029\uffff\ufeff";
            case 6 -> "x".repeat(127 + choices.below(3));
            case 7 -> "\u00e9".repeat(choices.any(64, 128, 4_095, 4_096, 4_097));
            case 8 -> characters(choices.below(40));
            case 9 -> "{\"method\":\"ping\"}";
            case 10 -> "</script><img src=x>%00%n%s${x}";
            case 11 -> "\"}}],{[";
            default -> choices.any("a", "BTC", "open", "A", "latest", "orders", "1", "-1", "null");
        };
    }

    private String characters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) choices.below(choices.any(0x80, 0x800, 0x10000)));
        }
        return text.toString();
    }

    private Json list(int depth) {
        Json.Arr list = new Json.Arr();
        for (int i = choices.below(4); i > 0; i--) {
            list.with(any(depth + 1));
        }
        return list;
    }

    private Json object(int depth) {
        Json.Obj object = new Json.Obj();
        for (int i = choices.below(4); i > 0; i--) {
            object.with(choices.oneIn(3) ? text() : choices.any("a", "b", "type", "id", "payload"), any(depth + 1));
        }
        return object;
    }

    private String nested() {
        int depth = choices.any(1, 5, 6, 7, 8, 9, 30, 600, 3_000);
        return switch (choices.below(3)) {
            case 0 -> "[".repeat(depth) + "]".repeat(depth);
            case 1 -> "{\"a\":".repeat(depth) + "0" + "}".repeat(depth);
            default -> "[{\"a\":".repeat(depth / 2) + "[]" + "}]".repeat(depth / 2);
        };
    }
}
