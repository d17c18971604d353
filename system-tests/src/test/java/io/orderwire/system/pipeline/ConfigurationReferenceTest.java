package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.GatewayOptions;
import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.parser.ParserOptions;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Reference;
import io.orderwire.standalone.pipeline.StandaloneOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final String START = "<!-- made from the options' definitions -->\n";

    @Test
    void shouldDocumentEveryOptionAsItIsDefined() throws IOException {
        Map<String, List<Option<?>>> groups = new LinkedHashMap<>();
        groups.put("Every process", PipelineOptions.ALL);
        groups.put("Ingestor", IngestorOptions.ALL);
        groups.put("Parser", ParserOptions.ALL);
        groups.put("Gateway", GatewayOptions.ALL);
        groups.put("Standalone", StandaloneOptions.ALL);
        String made = Reference.markdown(groups);
        Path file = Path.of("../docs/configuration.md");
        String page = Files.readString(file);
        if (System.getenv("WRITE_DOCS") != null) {
            page = page.substring(0, page.indexOf(START) + START.length()) + made;
            Files.writeString(file, page);
        }
        assertThat(page.substring(page.indexOf(START) + START.length()))
                .as("docs/configuration.md, written anew by: WRITE_DOCS=1 mvn -pl system-tests -am test"
                        + " -Dtest=ConfigurationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(made);
    }
}
