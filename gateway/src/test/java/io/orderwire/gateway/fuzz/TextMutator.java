package io.orderwire.gateway.fuzz;

/** Damages a text. */
final class TextMutator {
    private static final String JSON_CHARACTERS = "{}[]\":,\\/0123456789.eE+-truefalsn \t\n\0\u00e9\u2028\ufeff'";

    private final Choices choices;

    TextMutator(Choices choices) {
        this.choices = choices;
    }

    String mutate(String text) {
        String mutated = text;
        for (int i = choices.any(1, 1, 1, 2, 5); i > 0; i--) {
            mutated = once(mutated);
        }
        return mutated;
    }

    private String once(String text) {
        int at = choices.below(text.length() + 1);
        int to = Math.min(text.length(), at + 1 + choices.below(8));
        String before = text.substring(0, at);
        return switch (choices.below(12)) {
            case 0 -> before;
            case 1 -> text.substring(at);
            case 2 -> before + text.substring(to);
            case 3 -> before + character() + text.substring(at);
            case 4 -> before + character() + text.substring(Math.min(text.length(), at + 1));
            case 5 -> before + text.substring(at, to) + text.substring(at);
            case 6 -> text + text;
            case 7 -> choices.any("\ufeff", " ", "\0", "//", "/**/", "#", "[") + text;
            case 8 -> text + choices.any("\0", " ", "x", "}", ",", "]", "\ufeff");
            case 9 -> before + choices.any("\\u", "\\ud83d", "\\udc00", "\\x41", "\\\"", "\\'") + text.substring(at);
            case 10 -> text.replace('"', '\'');
            default -> text.replace("subscri", choices.any("Subscri", "subskri", "subscri\\u0062"));
        };
    }

    private String character() {
        int at = choices.below(JSON_CHARACTERS.length());
        return JSON_CHARACTERS.substring(at, at + 1);
    }
}
