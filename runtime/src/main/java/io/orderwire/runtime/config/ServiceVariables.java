package io.orderwire.runtime.config;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Recognizes the variables that Kubernetes sets in every container for each Service of the namespace: those of a Service {@code
 * orderwire} or {@code orderwire-gateway} look like options. Both name and value must match, so that an option is not taken for
 * such a variable.
 */
final class ServiceVariables {
    private static final String ADDRESS = "[0-9a-fA-F.:]+";
    private static final String PORT = "[0-9]{1,5}";
    private static final String URL = "(tcp|udp|sctp)://.+";
    private static final String PORT_OF = ".*_PORT_[0-9]{1,5}_(TCP|UDP|SCTP)";

    private static final Map<Pattern, Pattern> VALUES_BY_NAME = Map.of(
            Pattern.compile(".*_SERVICE_HOST"), Pattern.compile(ADDRESS),
            Pattern.compile(".*_SERVICE_PORT(_[A-Z0-9_]+)?"), Pattern.compile(PORT),
            Pattern.compile(".*_PORT"), Pattern.compile(URL),
            Pattern.compile(PORT_OF), Pattern.compile(URL),
            Pattern.compile(PORT_OF + "_PROTO"), Pattern.compile("tcp|udp|sctp"),
            Pattern.compile(PORT_OF + "_PORT"), Pattern.compile(PORT),
            Pattern.compile(PORT_OF + "_ADDR"), Pattern.compile(ADDRESS));

    private ServiceVariables() {}

    static boolean contains(String name, String value) {
        return VALUES_BY_NAME.entrySet().stream()
                .anyMatch(shape -> shape.getKey().matcher(name).matches()
                        && shape.getValue().matcher(value).matches());
    }
}
