package io.orderwire.testing.docs;

import java.util.List;

/**
 * A fenced code block.
 *
 * @param file the Markdown file, relative to the repository
 * @param heading text of the heading above it
 * @param info the words after the fence, such as {@code json order}
 * @param text its lines
 */
public record CodeBlock(String file, String heading, String info, String text) {
    /** The first word after the fence, empty if there is none. */
    public String language() {
        return info.strip().split("\\s+", -1)[0];
    }

    /** The word after the language, empty if there is none. */
    public String variant() {
        String[] words = info.strip().split("\\s+", -1);
        return words.length > 1 ? words[1] : "";
    }

    /** The commands in the block; empty if its language is not a shell's. */
    public List<Command> commands() {
        boolean shell = List.of("", "sh", "bash", "console").contains(language());
        // Joins lines that a backslash continues, as a shell does.
        return shell
                ? text.replaceAll("\\\\\n\\s*", "")
                        .lines()
                        .flatMap(line -> Command.in(file, line).stream())
                        .toList()
                : List.of();
    }
}
