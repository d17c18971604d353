package io.orderwire.k8s;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What the program does by itself for a command: its ports. docs/contract.md says the same, and a test compares. */
enum KnownProcess {
    BROKER("broker", 9100, Map.of("kafka", 9092)),
    INGESTOR("ingestor", 9101, Map.of()),
    PARSER("parser", 9102, Map.of()),
    GATEWAY("gateway", 9103, Map.of("http", 8080)),
    TOPICS("topics", 0, Map.of()),
    SIMULATE("simulate", 0, Map.of());

    private final String command;
    private final int managementPort;
    private final Map<String, Integer> ports;

    KnownProcess(String command, int managementPort, Map<String, Integer> ports) {
        this.command = command;
        this.managementPort = managementPort;
        this.ports = ports;
    }

    static Optional<KnownProcess> of(String command) {
        return Arrays.stream(values())
                .filter(known -> known.command.equals(command))
                .findFirst();
    }

    String command() {
        return command;
    }

    /** Where it serves health and metrics, 0 if it does not. */
    int managementPort() {
        return managementPort;
    }

    /** Its other ports, by the names that the manifests give them. */
    Map<String, Integer> ports() {
        return ports;
    }
}
