package io.orderwire.system.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The checks of axe-core, which run inside a page: contrasts, names, roles, structure. */
final class AxeCore {
    private static final String SCRIPT = script();

    private AxeCore() {}

    /** What violates WCAG 2.2 AA or good practice on the page that a browser shows, each with the parts that do. */
    static List<?> violations(Browser browser) {
        browser.run(SCRIPT);
        return (List<?>) browser.driver().executeAsyncScript("""
                        const done = arguments[arguments.length - 1];
                        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
                        axe.run(document, { runOnly: tags, resultTypes: ["violations"] }).then(
                          (found) => done(found.violations.map((each) => each.id + ": " + each.help + " at "
                            + each.nodes.map((node) => node.target.join(" ") + " (" + (node.any[0]?.message ?? "") + ")")
                              .slice(0, 5).join(", "))),
                          (error) => done([String(error)]));
                        """);
    }

    private static String script() {
        try (InputStream in = AxeCore.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe.min.js is not in the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
