package io.orderwire.simulator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The folder of real node output that the property {@code orderwire.test.data} names. */
final class RealData {
    private static final String PROPERTY = "orderwire.test.data";

    private RealData() {}

    /** The folder; the test is skipped without one. */
    static Path folder() {
        String folder = System.getProperty(PROPERTY, "");
        assumeTrue(!folder.isEmpty(), "needs real node output, named by -D" + PROPERTY);
        return Path.of(folder);
    }
}
