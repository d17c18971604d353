package io.orderwire.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.standalone.Main;
import io.orderwire.system.process.Orderwire;
import io.orderwire.testing.docs.CodeBlock;
import io.orderwire.testing.docs.Command;
import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.process.ChildJvm;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands and snippets, run against a demo as they stand there but for its ports: each sees orders. */
@Tag("tools")
@Timeout(240)
class DocumentationIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String README = "README.md";
    private static final int SEVERAL = 5;
    private static final String OID = "412036451690";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Documents DOCUMENTS = Documents.ofRepository();
    private static final Path CLIENTS = DOCUMENTS.root().resolve("clients");

    private static Orderwire demo;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startDemo() {
        demo = Orderwire.ready(
                "demo", "--port", "0", "--kafka-port", "0", "--management-port", "0", "--rate", "200", "--seed", "1");
    }

    @AfterAll
    static void stopDemo() {
        if (demo != null) {
            demo.close();
        }
    }

    /** With the demo's ports instead of those of the README. */
    private static String here(String text) {
        return text.replace("127.0.0.1:8080", URI.create(demo.value("http")).getAuthority())
                .replace("127.0.0.1:9092", demo.value("kafka"));
    }

    private static List<String> here(List<String> words) {
        return words.stream().map(DocumentationIT::here).toList();
    }

    private static List<Command> commands(String program) {
        List<Command> commands = DOCUMENTS.file(README).commands().stream()
                .filter(command -> command.program().equals(program))
                .toList();
        assertThat(commands).as("commands of %s in the README", program).isNotEmpty();
        return commands;
    }

    private static String snippet(String language) {
        List<CodeBlock> snippets = DOCUMENTS.file(README).codeBlocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
        assertThat(snippets).as("snippets of %s in the README", language).hasSize(1);
        return here(snippets.get(0).text());
    }

    private static List<String> withProgram(Command command, String program) {
        List<String> words = new ArrayList<>(here(command.words()));
        words.set(0, program);
        return words;
    }

    private static void assertOrders(ToolRun run) throws InterruptedException {
        for (int i = 0; i < SEVERAL; i++) {
            assertThat(run.awaitLine(SOON)).matches("\\d{8}/\\d{1,2}@\\d+ [a-zA-Z]+");
        }
    }

    @Test
    void shouldShowOrdersToKcat() throws Exception {
        String kcat = Tools.require(Prerequisite.KCAT, "kcat");
        for (Command command : commands("kcat")) {
            try (ToolRun run = ToolRun.start(folder, withProgram(command, kcat))) {
                for (int i = 0; i < SEVERAL; i++) {
                    JsonNode order = JSON.readTree(run.awaitLine(SOON));
                    assertThat(order.at("/event/order/oid").isIntegralNumber()).isTrue();
                }
            }
        }
    }

    @Test
    void shouldAnswerCurl() throws Exception {
        String curl = Tools.requireCurl();
        String oid = "";
        for (Command command : commands("curl")) {
            List<String> words = new ArrayList<>(withProgram(command, curl));
            words.add("--silent");
            String known = oid;
            words.replaceAll(word -> word.endsWith(OID) ? word.replace(OID, known) : word);
            JsonNode answer = JSON.createObjectNode();
            for (long end = System.nanoTime() + SOON.toNanos(); isEmpty(answer) && System.nanoTime() < end; ) {
                answer = answer(words);
            }
            assertThat(isEmpty(answer)).as("%s: %s", words, answer).isFalse();
            oid = answer.at("/orders/0/event/order/oid").asText(oid);
        }
        assertThat(oid).isNotEmpty();
    }

    /** Orders may not have come yet that a search finds. */
    private static boolean isEmpty(JsonNode answer) {
        return answer.path("orders").isEmpty() && answer.at("/events/orders").asLong() == 0;
    }

    private JsonNode answer(List<String> words) throws Exception {
        try (ToolRun run = ToolRun.start(folder, words)) {
            assertThat(run.awaitExit(SOON)).as(run.errors()).isZero();
            return JSON.readTree(run.awaitLine(SOON));
        }
    }

    @Test
    void shouldShowOrdersToTheJavaConsumer() throws Exception {
        assertThat(JavaSnippet.compile(snippet("java"), folder)).isEmpty();
        String java = ProcessHandle.current().info().command().orElse("java");
        Map<String, String> classPath =
                Map.of("CLASSPATH", folder + System.getProperty("path.separator") + JavaSnippet.classPath());
        try (ToolRun run = ToolRun.start(
                folder, classPath, List.of(java, "-Xmx256m", "-XX:TieredStopAtLevel=1", JavaSnippet.CLASS))) {
            for (int i = 0; i < SEVERAL; i++) {
                assertThat(run.awaitLine(SOON)).matches("0x[0-9a-f]{40} \\S+ [a-zA-Z]+");
            }
        }
    }

    @Test
    void shouldShowOrdersToThePythonClient() throws Exception {
        String python = Tools.requirePythonWithWebSocket();
        Path script = Files.writeString(folder.resolve("snippet.py"), snippet("python"));
        Map<String, String> environment = Map.of(
                "PYTHONPATH", Tools.pythonPath(CLIENTS.resolve("python")),
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONUNBUFFERED", "1");
        try (ToolRun run = ToolRun.start(folder, environment, List.of(python, script.toString()))) {
            assertOrders(run);
        }
    }

    @Test
    void shouldShowOrdersToTheJavaScriptClient() throws Exception {
        JsonNode packages = JSON.readTree(Path.of("src/test/npm/package.json").toFile());
        Tools.requireNodeWebSocket(folder, packages.at("/dependencies/ws").asText());
        Files.copy(CLIENTS.resolve("javascript/orderwire.mjs"), folder.resolve("orderwire.mjs"));
        Path script = Files.writeString(folder.resolve("snippet.mjs"), snippet("js"));
        try (ToolRun run =
                ToolRun.start(folder, List.of(Tools.require(Prerequisite.NODE, "node"), script.toString()))) {
            assertOrders(run);
        }
    }

    @Test
    void shouldPrintWithTheCommandsOfTheReadme() {
        for (Command command : commands("./orderwire")) {
            List<String> arguments = new ArrayList<>(command.arguments());
            switch (arguments.get(0)) {
                case "tail" -> {
                    arguments.addAll(List.of("--url", demo.value("ws")));
                    try (ChildJvm tail = ChildJvm.start(Main.class, arguments.toArray(String[]::new))) {
                        assertThat(tail.awaitLine("", SOON)).contains("BTC");
                    }
                }
                case "status" -> {
                    arguments.addAll(List.of("--url", demo.value("http")));
                    try (ChildJvm status = ChildJvm.start(Main.class, arguments.toArray(String[]::new))) {
                        assertThat(status.awaitLine("", SOON)).isNotEmpty();
                        assertThat(status.awaitExit(SOON))
                                .as("well, warming or degraded")
                                .isIn(0, 1);
                    }
                }
                default -> assertThat(arguments.get(0)).isIn("demo", "doctor", "run");
            }
        }
    }
}
