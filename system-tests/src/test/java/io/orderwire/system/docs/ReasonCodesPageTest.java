package io.orderwire.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.testing.docs.Documents;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Operators find each code of a reason, and no other, in the table of the page on operations. */
class ReasonCodesPageTest {
    private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

    @Test
    void shouldDocumentEachCodeOnce() throws Exception {
        List<String> documented = new ArrayList<>();
        String page = Files.readString(Documents.ofRepository().root().resolve("docs/operations.md"));
        String section = page.substring(page.indexOf("### Reasons\n"), page.indexOf("### The page\n"));
        section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .forEach(cell -> {
                    for (Matcher codes = CODE.matcher(cell); codes.find(); ) {
                        documented.add(codes.group(1));
                    }
                });
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ReasonCode.values()).map(ReasonCode::code).toList());
    }
}
