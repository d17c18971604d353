package io.orderwire.testing.network;

import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Network namespaces of tests. The process that made one is in its name, so that a later run can remove leftovers. */
final class Namespaces {
    private static final Pattern NAME = Pattern.compile("orderwire-(\\d+)-\\S+");
    private static final List<String> PROGRAMS = List.of("ip", "iptables", "sysctl");

    private Namespaces() {}

    /** The name of a namespace of this process. */
    static String name(int network, String host) {
        return "orderwire-" + ProcessHandle.current().pid() + "-" + network + "-" + host;
    }

    /** Skips the test if this machine or user cannot have namespaces with packet filters. */
    static void require() {
        Prerequisite.NETWORK_NAMESPACES.check(whyMissing());
    }

    private static Optional<String> whyMissing() {
        for (String program : PROGRAMS) {
            if (SearchPath.find(program).isEmpty()) {
                return Optional.of("there is no " + program + " in PATH");
            }
        }
        String probe = name(0, "probe");
        Optional<String> failure = NetworkCommand.failure("ip netns add " + probe);
        if (failure.isPresent()) {
            return failure.map(reason -> "a network namespace cannot be made, which is root's right: " + reason);
        }
        try {
            // In a container without all rights, /proc/sys can be read only.
            return NetworkCommand.failure("ip netns exec " + probe + " sysctl -q -w net.ipv4.ip_forward=1")
                    .or(() -> NetworkCommand.failure("ip netns exec " + probe
                            + " iptables -w -A FORWARD -m statistic --mode random --probability 0.01 -j DROP"));
        } finally {
            delete(probe);
        }
    }

    /** Removes what processes that no longer run have left behind. */
    static void deleteLeftovers() {
        NetworkCommand.run("ip netns list").lines().forEach(line -> {
            Matcher matcher = NAME.matcher(line.replaceFirst(" .*", ""));
            if (matcher.matches()
                    && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                delete(matcher.group());
            }
        });
    }

    /** Kills the processes of a namespace, and deletes it with its links. */
    static void delete(String namespace) {
        NetworkCommand.run("ip netns pids " + namespace)
                .lines()
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
        NetworkCommand.run("ip netns delete " + namespace);
    }
}
