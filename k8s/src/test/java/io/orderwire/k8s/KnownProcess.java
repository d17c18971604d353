package io.orderwire.k8s;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What the program does by itself for a command: its ports. docs/contract.md says the same. */
enum KnownProcess {
    BROKER("broker", 9100, "kafka", 9092),
    INGESTOR("ingestor", 9101, "", 0),
    PARSER("parser", 9102, "", 0),
    GATEWAY("gateway", 9103, "http", 8080),
    TOPICS("topics", 0, "", 0),
    SIMULATE("simulate", 0, "", 0);

    private final String command;
    private final int managementPort;
    private final String portName;
    private final int port;

    KnownProcess(String command, int managementPort, String portName, int port) {
        this.command = command;
        this.managementPort = managementPort;
        this.portName = portName;
        this.port = port;
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
        return port > 0 ? Map.of(portName, port) : Map.of();
    }
}
