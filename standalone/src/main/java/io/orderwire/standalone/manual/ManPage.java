package io.orderwire.standalone.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes a command and its subcommands as a manual page in the language of {@code man}, see man(7). */
public final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** The page of that command, with all of its subcommands that are not hidden. */
    public static String of(CommandSpec command) {
        ManPage page = new ManPage();
        page.write(command);
        return page.page.toString();
    }

    private void write(CommandSpec command) {
        String name = command.name();
        request(".TH", name.toUpperCase(Locale.ROOT), "1", "", String.join(" ", command.version()), "Orderwire");
        section("NAME");
        text(name + " - " + String.join(" ", command.usageMessage().description()));
        section("SYNOPSIS");
        page.append(".B ").append(escaped(name)).append('\n').append("\\fICOMMAND\\fR [\\fIOPTION\\fR...]\n");
        section("OPTIONS");
        options(command);
        section("COMMANDS");
        for (CommandLine sub :
                command.subcommands().values().stream().distinct().toList()) {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                command(sub.getCommandSpec());
            }
        }
        section("EXIT STATUS AND ENVIRONMENT");
        paragraphs(command.usageMessage().footer()).forEach(this::paragraph);
    }

    private void command(CommandSpec command) {
        request(".SS", command.qualifiedName());
        text(String.join(" ", command.usageMessage().description()));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            page.append(".TP\n");
            page.append("\\fI").append(escaped(parameter.paramLabel())).append("\\fR\n");
            text(String.join(" ", parameter.description()));
        }
        options(command);
    }

    private void options(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            if (option.hidden()) {
                continue;
            }
            String names = List.of(option.names()).stream()
                    .map(each -> "\\fB" + escaped(each) + "\\fR")
                    .collect(Collectors.joining(", "));
            boolean hasValue = option.arity().max() > 0;
            // -D takes its value without a blank.
            String separator = option.longestName().startsWith("--") ? " " : "";
            page.append(".TP\n").append(names);
            page.append(hasValue ? separator + "\\fI" + escaped(option.paramLabel()) + "\\fR\n" : "\n");
            text(String.join(" ", option.description()));
        }
    }

    /** Lines of a footer, which are broken for a terminal, put together again; an empty one ends a paragraph. */
    private static List<String> paragraphs(String[] lines) {
        List<String> paragraphs = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String line : lines) {
            if (line.isBlank() && current.length() > 0) {
                paragraphs.add(current.toString());
                current.setLength(0);
            } else if (!line.isBlank()) {
                current.append(current.length() > 0 ? " " : "").append(line.strip());
            }
        }
        if (current.length() > 0) {
            paragraphs.add(current.toString());
        }
        return paragraphs;
    }

    private void section(String title) {
        request(".SH", title);
    }

    private void paragraph(String text) {
        page.append(".PP\n");
        text(text);
    }

    private void text(String text) {
        // At the beginning of a line, a dot or an apostrophe would be a request.
        page.append("\\&").append(escaped(text)).append('\n');
    }

    private void request(String name, String... arguments) {
        page.append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    /** A plain hyphen could be printed as a dash, and could not be copied into a command line then. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
    }
}
