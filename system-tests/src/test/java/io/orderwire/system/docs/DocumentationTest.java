package io.orderwire.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.orderwire.testing.docs.CodeBlock;
import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.docs.Links;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents hold together, and their examples are what the schemas allow. */
class DocumentationTest {
    private static final int README_LINES = 150;
    private static final Pattern TEST_CLASS = Pattern.compile("[A-Z][A-Za-z0-9]*(Test|IT)");
    private static final String DECISIONS = "docs/decisions/";
    private static final String INDEX = "README.md";
    private static final Documents DOCUMENTS = Documents.ofRepository();
    private static final Path SCHEMAS = DOCUMENTS.root().resolve("docs/schemas");
    private static final String SCHEMA_NAMES = "urn:orderwire:schema:";
    private static final String EXTENSION = ".schema.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(DocumentationTest::schema));

    private static String schema(String location) {
        try {
            return Files.readString(SCHEMAS.resolve(location.substring(SCHEMA_NAMES.length()) + EXTENSION));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<CodeBlock> examples() {
        return DOCUMENTS.files().stream()
                .flatMap(file -> file.codeBlocks().stream())
                .filter(block -> block.language().equals("json"))
                .toList();
    }

    private static List<String> schemas() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldLinkToFilesAndHeadingsThatExist() {
        assertThat(Links.broken(DOCUMENTS)).isEmpty();
    }

    @Test
    void shouldListEveryDecision() {
        List<String> pages = DOCUMENTS.files().stream()
                .map(String::valueOf)
                .filter(name -> name.startsWith(DECISIONS) && !name.equals(DECISIONS + INDEX))
                .map(name -> name.substring(DECISIONS.length()))
                .toList();

        assertThat(pages).isNotEmpty();
        assertThat(DOCUMENTS.file(DECISIONS + INDEX).links()).containsExactlyInAnyOrderElementsOf(pages);
    }

    @Test
    void shouldKeepTheReadmeShort() throws IOException {
        assertThat(Files.readAllLines(DOCUMENTS.root().resolve("README.md"))).hasSizeLessThanOrEqualTo(README_LINES);
    }

    @Test
    void shouldNameTestClassesThatExist() throws IOException {
        List<String> classes = new Sources(DOCUMENTS.root()).testClasses();
        DOCUMENTS.files().forEach(file -> assertThat(file.codeSpans().stream()
                        .filter(span -> TEST_CLASS.matcher(span).matches()))
                .as("test classes named by %s", file)
                .allSatisfy(name -> assertThat(classes).contains(name)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldShowJsonThatMatchesItsSchema(CodeBlock example) throws IOException {
        int count = 0;
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(example.text())) {
            for (; values.hasNext(); count++) {
                String value = values.next().toString();
                if (!example.variant().isEmpty()) {
                    assertThat(REGISTRY.getSchema(SchemaLocation.of(SCHEMA_NAMES + example.variant()))
                                    .validate(value, InputFormat.JSON))
                            .as("%s, under '%s': %s", example.file(), example.heading(), value)
                            .isEmpty();
                }
            }
        }
        assertThat(count).isPositive();
    }

    @Test
    void shouldShowAnExampleOfEverySchema() throws IOException {
        assertThat(examples()).extracting(CodeBlock::variant).containsAll(schemas());
    }
}
