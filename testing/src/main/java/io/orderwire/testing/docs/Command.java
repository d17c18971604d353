package io.orderwire.testing.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command as a shell would see it, without its comment and without assignments in front of it.
 *
 * @param file the Markdown file, relative to the repository
 * @param words the program and its arguments, quotes removed
 */
public record Command(String file, List<String> words) {
    private static final Set<String> PROGRAMS =
            Set.of("./orderwire", "mvn", "curl", "kcat", "docker", "openssl", "echo", "git");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_][A-Z0-9_]*=.*");

    /** A blank, an operator, a comment, or a part of a word: quoted in either way, or plain. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<blank>\\s+)|(?<operator>&&|\\|\\||[|;])|'(?<single>[^']*)'|\"(?<double>[^\"]*)\""
                    + "|(?<comment>(?<=^|\\s)#.*)|(?<plain>[^\\s'\"|;&]+|&)");

    /** The program. */
    public String program() {
        return words.get(0);
    }

    /** The words after the program. */
    public List<String> arguments() {
        return words.subList(1, words.size());
    }

    /** The commands of a line, or none if the line does not begin with a program that the documents use. */
    public static List<Command> in(String file, String line) {
        List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
        StringBuilder word = null;
        Matcher tokens = TOKEN.matcher(line.strip());
        int end = 0;
        while (tokens.lookingAt()) {
            String part = firstNonNull(tokens.group("single"), tokens.group("double"), tokens.group("plain"));
            if (part != null) {
                word = (word == null ? new StringBuilder() : word).append(part);
            } else if (word != null) {
                last(commands).add(word.toString());
                word = null;
            }
            if (tokens.group("operator") != null) {
                commands.add(new ArrayList<>());
            }
            end = tokens.end();
            tokens.region(end, line.strip().length());
        }
        if (word != null) {
            last(commands).add(word.toString());
        }
        List<Command> found = commands.stream()
                .map(Command::withoutAssignments)
                .filter(command -> !command.isEmpty() && PROGRAMS.contains(command.get(0)))
                .map(command -> new Command(file, command))
                .toList();
        if (!found.isEmpty() && end < line.strip().length()) {
            throw new IllegalArgumentException(file + ": not a command of a shell: " + line);
        }
        return found;
    }

    private static List<String> last(List<List<String>> commands) {
        return commands.get(commands.size() - 1);
    }

    private static @Nullable String firstNonNull(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static List<String> withoutAssignments(List<String> words) {
        int first = 0;
        while (first < words.size() && ASSIGNMENT.matcher(words.get(first)).matches()) {
            first++;
        }
        return List.copyOf(words.subList(first, words.size()));
    }

    @Override
    public String toString() {
        return file + ": " + String.join(" ", words);
    }
}
