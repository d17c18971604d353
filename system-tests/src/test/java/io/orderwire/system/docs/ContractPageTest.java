package io.orderwire.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.order.ParseResult;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.GatewayOptions;
import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.parser.ParserOptions;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.standalone.Main;
import io.orderwire.standalone.pipeline.StandaloneOptions;
import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.docs.MarkdownFile;
import io.orderwire.testing.docs.TableLine;
import io.orderwire.websocket.frame.CloseCode;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The names and numbers of the contract are those of the code, and none is left out. */
class ContractPageTest {
    private static final Documents DOCUMENTS = Documents.ofRepository();
    private static final MarkdownFile CONTRACT = DOCUMENTS.file("docs/contract.md");
    private static final MarkdownFile WEB_SOCKET = DOCUMENTS.file("docs/websocket.md");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern OPTION = Pattern.compile("[a-z]+(\\.[a-z-]+)+");
    /** What looks like an option. */
    private static final Pattern FILE_OR_HOST = Pattern.compile("\\.(sh|yaml|yml|json|jar|properties)$|\\.example\\.");

    private static final Pattern FLAG = Pattern.compile("--[a-z-]+");
    /** Of RFC 6455: text that is not UTF-8, for which the gateway closes by Undertow's own code. */
    private static final int NOT_UTF8 = 1007;

    private static Set<Integer> numbers(Stream<TableLine> lines) {
        return lines.flatMap(line -> NUMBER.matcher(line.first()).results())
                .map(MatchResult::group)
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    private static Set<String> constants(Class<?> type) throws IllegalAccessException {
        Set<String> values = new HashSet<>();
        for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                values.add(String.valueOf(field.get(null)));
            }
        }
        return values;
    }

    private static List<String> rows(String heading) {
        return CONTRACT.tables(heading).stream().skip(1).map(TableLine::first).toList();
    }

    /** Hidden commands are for the build. */
    @Test
    void shouldListEveryCommand() {
        List<String> commands = rows("Commands").stream()
                .filter(cell -> cell.startsWith("./orderwire "))
                .map(cell -> cell.substring("./orderwire ".length()))
                .toList();

        assertThat(commands)
                .containsExactlyInAnyOrderElementsOf(new CommandLine(new Main())
                        .getSubcommands().entrySet().stream()
                                .filter(command -> !command.getValue()
                                        .getCommandSpec()
                                        .usageMessage()
                                        .hidden())
                                .map(Map.Entry::getKey)
                                .toList());
    }

    @Test
    void shouldListEveryFlag() {
        Set<String> documented = CONTRACT.tables("Commands").stream()
                .flatMap(line -> FLAG.matcher(String.join(" ", line.cells())).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        Set<String> flags = new CommandLine(new Main())
                .getSubcommands().values().stream()
                        .flatMap(command -> command.getCommandSpec().options().stream())
                        .map(OptionSpec::longestName)
                        .filter(name -> name.startsWith("--"))
                        .filter(name -> !Set.of("--help", "--version").contains(name))
                        .collect(Collectors.toSet());

        assertThat(documented).isEqualTo(flags);
    }

    @Test
    void shouldListEveryExitCode() {
        assertThat(numbers(CONTRACT.tables("Exit codes").stream()))
                .isEqualTo(Arrays.stream(ExitCode.values()).map(ExitCode::code).collect(Collectors.toSet()));
    }

    @Test
    void shouldListEveryCloseCode() {
        Set<Integer> codes =
                Arrays.stream(CloseCode.values()).map(CloseCode::code).collect(Collectors.toSet());
        codes.add(NOT_UTF8);

        assertThat(numbers(CONTRACT.tables("WebSocket").stream()).stream().filter(code -> code >= 1_000))
                .containsExactlyInAnyOrderElementsOf(codes);
        assertThat(numbers(WEB_SOCKET.tables("Who may connect, and how much").stream()).stream()
                        .filter(code -> code >= 1_000))
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void shouldListEveryTopic() throws ReflectiveOperationException {
        Set<String> topics = new HashSet<>();
        for (Method name : Topics.class.getDeclaredMethods()) {
            boolean isTopic = name.getReturnType() == String.class && name.getParameterCount() == 0;
            if (isTopic && !Set.of("prefix", "toString").contains(name.getName())) {
                topics.add(String.valueOf(name.invoke(Topics.DEFAULT)));
            }
        }

        assertThat(rows("Topics")).containsExactlyInAnyOrderElementsOf(topics);
    }

    @Test
    void shouldListEveryHeader() throws IllegalAccessException {
        assertThat(rows("Record headers")).containsExactlyInAnyOrderElementsOf(constants(Headers.class));
    }

    @Test
    void shouldListEveryReasonOfDeadLetters() {
        String row = CONTRACT.tables("Record headers").stream()
                .filter(line -> line.first().equals(Headers.REASON))
                .map(line -> line.cells().get(2))
                .collect(Collectors.joining());
        Set<String> reasons = Arrays.stream(ParseResult.values())
                .filter(verdict -> verdict != ParseResult.ORDER)
                .map(ParseResult::reason)
                .collect(Collectors.toSet());

        assertThat(row.split(", | or ", -1)).containsExactlyInAnyOrderElementsOf(reasons);
    }

    /** What looks like an option in a document, and begins as one does, is an option of ours or of Kafka. */
    @Test
    void shouldNameOptionsThatExist() {
        Set<String> ours = Stream.of(
                        PipelineOptions.ALL,
                        IngestorOptions.ALL,
                        ParserOptions.ALL,
                        GatewayOptions.ALL,
                        StandaloneOptions.ALL)
                .flatMap(List::stream)
                .map(Option::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> beginnings = ours.stream().map(ContractPageTest::beginning).collect(Collectors.toSet());
        Set<String> known = new HashSet<>(ours);
        known.addAll(KafkaConfig.configDef().names());
        known.addAll(ConsumerConfig.configNames());
        known.addAll(ProducerConfig.configNames());

        DOCUMENTS.files().forEach(file -> assertThat(file.codeSpans().stream()
                        .map(span -> span.replaceFirst("=.*", ""))
                        .filter(span -> OPTION.matcher(span).matches())
                        .filter(span -> !FILE_OR_HOST.matcher(span).find())
                        .filter(span -> beginnings.contains(beginning(span)))
                        .map(span -> span.startsWith("kafka.") && !ours.contains(span) ? span.substring(6) : span))
                .as("options named by %s", file)
                .allSatisfy(name -> assertThat(known).contains(name)));
    }

    private static String beginning(String name) {
        return name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
    }
}
