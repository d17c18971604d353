package io.orderwire.system.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.standalone.Main;
import io.orderwire.standalone.pipeline.Configuration;
import io.orderwire.testing.docs.CodeBlock;
import io.orderwire.testing.docs.Command;
import io.orderwire.testing.docs.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Commands of the documents are commands of the programs that they name. Nothing is executed. */
class DocumentedCommandsTest {
    private static final Documents DOCUMENTS = Documents.ofRepository();
    private static final Sources SOURCES = new Sources(DOCUMENTS.root());
    private static final Set<String> PHASES = Set.of("test", "package", "verify", "install", "clean");
    private static final String GOAL = "spotless:apply";

    /** Benchmarks are a program of their own, whose module tests them. */
    private static final String BENCH = "bench";

    private static List<Command> orderwire() {
        return DOCUMENTS.commands("./orderwire");
    }

    private static List<Command> maven() {
        return DOCUMENTS.commands("mvn");
    }

    @ParameterizedTest
    @MethodSource("orderwire")
    void shouldParseEveryCommandOfOrderwire(Command command) {
        parse(command.arguments());
    }

    private static void parse(List<String> arguments) {
        CommandLine line = new CommandLine(new Main());
        if (arguments.size() == 1 || arguments.get(0).equals(BENCH)) {
            assertThat(line.getSubcommands()).containsKey(arguments.get(0));
            return;
        }
        CommandLine.ParseResult parsed =
                line.parseArgs(arguments.toArray(String[]::new)).subcommand();
        Map<String, String> keys = parsed.matchedOptionValue("-D", Map.of());
        Configuration.load(null, Map.of(), keys).load();
    }

    @Test
    void shouldRefuseCommandsThatThereAreNot() {
        assertThatThrownBy(() -> parse(List.of("run", "--nonsense"))).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> parse(List.of("nonsense"))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> parse(List.of("gateway", "-D", "gateway.nonsense=1")))
                .isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @MethodSource("maven")
    void shouldNameWhatTheBuildHas(Command command) {
        List<String> modules = new ArrayList<>();
        List<String> goals = new ArrayList<>();
        for (int i = 0; i < command.arguments().size(); i++) {
            String word = command.arguments().get(i);
            if (word.equals("-pl")) {
                modules.addAll(List.of(command.arguments().get(++i).split(",", -1)));
            } else if (word.startsWith("-P")) {
                String profile = word.length() > 2
                        ? word.substring(2)
                        : command.arguments().get(++i);
                assertThat(SOURCES.profiles()).contains(profile.replace("!", ""));
            } else if (!word.startsWith("-")) {
                goals.add(word);
            }
        }
        assertThat(SOURCES.modules()).containsAll(modules);
        assertThat(goals).isNotEmpty().allMatch(goal -> PHASES.contains(goal) || goal.equals(GOAL));
        command.arguments().stream()
                .filter(word -> word.startsWith("-Dtest=") || word.startsWith("-Dit.test="))
                .map(word -> word.substring(word.indexOf('=') + 1))
                .flatMap(selected -> Stream.of(selected.split(",", -1)))
                .filter(selected -> !selected.equals("none"))
                .forEach(selected -> assertSelects(modules, selected));
    }

    /** A class, or a method of one such as {@code SendQueueTest#should*}. */
    private static void assertSelects(List<String> modules, String selected) {
        String[] parts = selected.split("#", -1);
        String text = SOURCES.testClass(modules, parts[0]);
        assertThat(text).contains(parts.length > 1 ? "void " + parts[1].replace("*", "") : "class " + parts[0]);
    }

    /** A script takes them from there, to run them as a new user would. */
    @Test
    void shouldShowTwoCommandsAlone() {
        List<CodeBlock> blocks = DOCUMENTS.file("README.md").codeBlocks().stream()
                .filter(block -> block.heading().equals("Two commands"))
                .toList();

        assertThat(blocks).hasSize(1);
        assertThat(blocks.get(0).text().lines()).hasSize(2);
        assertThat(blocks.get(0).commands())
                .extracting(Command::words)
                .containsExactly(List.of("./orderwire", "demo"), List.of("mvn", "verify"));
    }
}
