package io.orderwire.k8s;

import io.orderwire.gateway.AccessOptions;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.parser.ParserOptions;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.Main;
import io.orderwire.standalone.pipeline.Configuration;
import io.orderwire.standalone.pipeline.SingleBroker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Commands exist, and so do the options that they are given, with values that the code accepts. */
final class OptionsCheck {
    private static final String OPTION = "ORDERWIRE_";
    private static final List<String> OTHERS = List.of("JAVA_TOOL_OPTIONS", "TZ");
    private static final String JAAS =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\"p\";";

    private OptionsCheck() {}

    static List<String> faults(Installation installation) {
        List<String> faults = new ArrayList<>();
        for (Manifest workload : installation.workloads()) {
            for (Map<String, Object> container : workload.containers()) {
                faults(installation, workload, container)
                        .forEach(fault -> faults.add(workload + ", " + container.get("name") + ": " + fault));
            }
        }
        return faults;
    }

    private static List<String> faults(Installation installation, Manifest workload, Map<String, Object> container) {
        List<String> faults = new ArrayList<>();
        Map<String, String> environment = environment(installation, workload, container);
        environment.keySet().stream()
                .filter(name -> !name.startsWith(OPTION) && !OTHERS.contains(name))
                .forEach(name -> faults.add("the variable " + name + " is not an option"));
        List<String> arguments = arguments(container);
        try {
            CommandLine.ParseResult parsed = new CommandLine(new Main()).parseArgs(arguments.toArray(String[]::new));
            if (!parsed.hasSubcommand()) {
                faults.add("it has no command");
                return faults;
            }
            Map<String, String> flags = parsed.subcommand().matchedOptionValue("-D", Map.of());
            Settings settings = Configuration.load(null, environment, flags).load();
            kafka(settings, faults);
            process(arguments.get(0), settings);
        } catch (ParameterException | ConfigurationException | ConfigException | ProcessExit e) {
            faults.add(e.getMessage());
        }
        return faults;
    }

    /** The container's arguments for the program, which is the image's entry point. */
    static List<String> arguments(Map<String, Object> container) {
        return container.get("args") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The variables of a container, those that are known only in the cluster with an example. */
    static Map<String, String> environment(
            Installation installation, Manifest workload, Map<String, Object> container) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map<String, Object> source : Manifest.list(container, "envFrom")) {
            String name = Manifest.text(source, "configMapRef.name");
            installation.named("ConfigMap", name).map("data").forEach((key, value) -> environment.put(key, "" + value));
        }
        for (Map<String, Object> variable : Manifest.list(container, "env")) {
            environment.put(Manifest.text(variable, "name"), value(installation, workload, variable));
        }
        return environment;
    }

    private static String value(Installation installation, Manifest workload, Map<String, Object> variable) {
        String map = Manifest.text(variable, "valueFrom.configMapKeyRef.name");
        if (!map.isEmpty()) {
            String key = Manifest.text(variable, "valueFrom.configMapKeyRef.key");
            return Manifest.text(installation.named("ConfigMap", map).map("data"), key);
        }
        if (Manifest.text(variable, "valueFrom.fieldRef.fieldPath").equals("metadata.name")) {
            return workload.name() + "-0";
        }
        return Manifest.text(variable, "valueFrom.secretKeyRef.key").equals("sasl.jaas.config")
                ? JAAS
                : Objects.toString(variable.get("value"), "");
    }

    /** The program passes settings that it does not know to Kafka's clients, which ignore them: here all are Kafka's own. */
    private static void kafka(Settings settings, List<String> faults) {
        Map<String, Object> common = settings.passedThrough("kafka.");
        common.keySet().stream()
                .filter(name -> !AdminClientConfig.configNames().contains(name))
                .forEach(name -> faults.add("Kafka's clients have no setting " + name));
        Map<String, Object> config = new HashMap<>(common);
        config.putIfAbsent("bootstrap.servers", "localhost:9092");
        new AdminClientConfig(config);
        if (common.getOrDefault("security.protocol", "").toString().startsWith("SASL")
                && !common.containsKey("sasl.jaas.config")) {
            faults.add("it has no user for Kafka");
        }
    }

    private static void process(String command, Settings settings) {
        if (command.equals("broker")) {
            SingleBroker.check(settings);
        }
        if (command.equals("parser")) {
            ParserOptions.check(settings);
        }
        // The file is in the cluster; the check of a host that others can reach is without it.
        if (command.equals("gateway") && settings.get(AccessOptions.TOKENS_FILE).isEmpty()) {
            GatewayProcess.check(settings);
        }
    }
}
