package io.orderwire.gateway.fuzz;

/** Writes JSON in one of the many ways in which the same value can be written. */
final class JsonWriter {
    private static final int FIRST_PRINTABLE = 0x20;

    private final Choices choices;
    private final StringBuilder out = new StringBuilder();
    private boolean spaced;
    private int escapeOneIn;

    JsonWriter(Choices choices) {
        this.choices = choices;
    }

    String write(Json json) {
        out.setLength(0);
        spaced = choices.oneIn(6);
        escapeOneIn = choices.any(0, 0, 0, 0, 0, 20, 2, 1);
        value(json);
        return out.toString();
    }

    private void value(Json json) {
        space();
        if (json instanceof Json.Obj object) {
            out.append('{');
            String separator = "";
            for (Json.Member member : object.members()) {
                out.append(separator);
                space();
                string(member.name());
                space();
                out.append(':');
                value(member.value());
                separator = ",";
            }
            space();
            out.append('}');
        } else if (json instanceof Json.Arr list) {
            out.append('[');
            String separator = "";
            for (Json value : list.values()) {
                out.append(separator);
                value(value);
                separator = ",";
            }
            space();
            out.append(']');
        } else if (json instanceof Json.Str text) {
            string(text.text());
        } else if (json instanceof Json.Raw raw) {
            out.append(raw.text());
        }
        space();
    }

    private void space() {
        while (spaced && choices.oneIn(3)) {
            out.append(choices.any(' ', '\t', '\n', '\r'));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)
                    && choices.oneIn(2)) {
                out.append(text, i, i + 2);
                i++;
            } else {
                character(text.charAt(i));
            }
        }
        out.append('"');
    }

    private void character(char c) {
        boolean must = c < FIRST_PRINTABLE || c == '"' || c == '\\' || Character.isSurrogate(c);
        if (!must && (escapeOneIn == 0 || !choices.oneIn(escapeOneIn))) {
            out.append(c);
            return;
        }
        String shortForm =
                switch (c) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    case '/' -> "\\/";
                    case '\b' -> "\\b";
                    case '\f' -> "\\f";
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    default -> "";
                };
        if (shortForm.isEmpty() || choices.oneIn(4)) {
            String hex = String.format(choices.oneIn(2) ? "\\u%04x" : "\\u%04X", (int) c);
            out.append(hex);
        } else {
            out.append(shortForm);
        }
    }
}
