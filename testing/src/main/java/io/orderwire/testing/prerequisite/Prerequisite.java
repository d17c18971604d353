package io.orderwire.testing.prerequisite;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/**
 * Something that some tests need and that the repository does not contain. Without it a test is skipped and states the
 * reason. Where {@code -Dorderwire.test.require=npm,docker} names it the test fails instead, so that CI does not pass
 * because its machine lacks something.
 */
public enum Prerequisite {
    /** The shell that runs the launcher. */
    BASH,
    /** Chromium, and the program chromedriver that drives it. */
    BROWSER,
    /** A container engine that responds and can pull the images. */
    DOCKER,
    /** The command-line consumer. */
    KCAT,
    /** The programs ip, iptables and sysctl, and the right to make network namespaces with them. */
    NETWORK_NAMESPACES,
    /** Node.js, new enough for the packages. */
    NODE,
    /** npm and a registry that it reaches, unless the packages were installed before. */
    NPM,
    /** The program that makes keys and certificates. */
    OPENSSL,
    /** PostgreSQL's server, and a user other than root to run it as. */
    POSTGRESQL,
    /** The programs prometheus and promtool. */
    PROMETHEUS,
    /** Python 3 with the package websocket-client. */
    PYTHON,
    /** Files that a node wrote, below the folder that {@code -Dorderwire.test.data} names. */
    REAL_DATA,
    /** The right to mount a file system of a chosen size. */
    TMPFS,
    /** A user to whom file modes apply, unlike root. */
    UNPRIVILEGED;

    /** Names the prerequisites, separated by commas, without which a test fails. */
    public static final String PROPERTY = "orderwire.test.require";

    /** The name in {@link #PROPERTY}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Skips or fails the running test if there is a reason why this is missing. */
    public void check(Optional<String> whyMissing) {
        whyMissing.ifPresent(reason -> {
            throw missing(reason);
        });
    }

    /**
     * Returns the exception that skips the running test.
     *
     * @param reason what is missing, and where it was looked for
     * @throws AssertionError if this is required
     */
    public TestAbortedException missing(String reason) {
        return missing(reason, System.getProperty(PROPERTY, ""));
    }

    TestAbortedException missing(String reason, String required) {
        if (required(required).contains(this)) {
            throw new AssertionError("-D" + PROPERTY + " requires " + option() + ": " + reason);
        }
        return new TestAbortedException("needs " + option() + ": " + reason);
    }

    private static Set<Prerequisite> required(String names) {
        Set<Prerequisite> required = EnumSet.noneOf(Prerequisite.class);
        for (String name : names.split(",", -1)) {
            if (!name.isBlank()) {
                required.add(named(name.strip()));
            }
        }
        return required;
    }

    private static Prerequisite named(String name) {
        return Arrays.stream(values())
                .filter(value -> value.option().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("-D" + PROPERTY + " must name some of "
                        + Arrays.stream(values()).map(Prerequisite::option).collect(Collectors.joining(", "))
                        + "; found " + name));
    }
}
