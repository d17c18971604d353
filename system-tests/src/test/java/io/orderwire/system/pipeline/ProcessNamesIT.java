package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.Main;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.process.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes with the same configuration get different names; a process with the name of a running one ends. */
@Timeout(240)
class ProcessNamesIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TAKEN = "orderwire: instance.id \"x\" is used by another running ";
    private static final int ORDERS = 300;

    private final List<ChildJvm> children = new ArrayList<>();

    @AfterEach
    void stop() {
        children.forEach(ChildJvm::close);
    }

    private ChildJvm launch(String command, String... keys) {
        List<String> line = commandLine(command, keys);
        line.addAll(List.of("-D", "parser.session.timeout.ms=2000"));
        ChildJvm child = ChildJvm.start(Main.class, line.toArray(String[]::new));
        children.add(child);
        return child;
    }

    private int ready(ChildJvm child) {
        String line = child.awaitLine("ready ", PATIENCE);
        return URI.create(line.substring(line.indexOf("management=") + "management=".length()))
                .getPort();
    }

    private static String lastLine(ChildJvm child) {
        return child.lastErrors()
                .lines()
                .filter(line -> line.startsWith("orderwire: "))
                .collect(Collectors.joining("\n"));
    }

    /** The number of partitions by member of the group, without the prefix and the thread number in the name. */
    private Map<String, Integer> members() throws Exception {
        String group = broker.topics().named("orderwire-parser");
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                    .collect(Collectors.groupingBy(
                            member -> name(member),
                            Collectors.summingInt(member ->
                                    member.assignment().topicPartitions().size())));
        }
    }

    private String name(MemberDescription member) {
        String instance = member.groupInstanceId().orElse("");
        return instance.substring(broker.topics().prefix().length(), instance.lastIndexOf('-'));
    }

    @Test
    void shouldEndASecondParserOfTheSameConfiguredName() throws Exception {
        ChildJvm first = launch("parser", "instance.id=x", "management.port=0");
        ready(first);
        ChildJvm second = launch("parser", "instance.id=x", "management.port=0");

        assertThat(second.awaitExit(PATIENCE)).isEqualTo(2);
        assertThat(lastLine(second)).startsWith(TAKEN + "parser on ").endsWith("; give each its own, or leave it out");
        assertThat(first.isAlive()).isTrue();
        assertThat(members()).containsOnlyKeys("x").containsValue(Pipeline.PARTITIONS);
    }

    @Test
    void shouldEndAllButOneOfSeveralParsersThatStartUnderOneNameAtTheSameMoment() throws Exception {
        assertOneSurvives("parser");
    }

    @Test
    void shouldEndAllButOneOfSeveralGatewaysThatStartUnderOneNameAtTheSameMoment() throws Exception {
        assertOneSurvives("gateway");
    }

    private void assertOneSurvives(String command) throws Exception {
        // Creates the topics first, so that none of the processes is delayed by that.
        pipeline.parser("other").close();
        List<ChildJvm> equals = Stream.generate(
                        () -> launch(command, "instance.id=x", "management.port=0", "gateway.port=0"))
                .limit(3)
                .toList();
        await().atMost(PATIENCE)
                .until(() -> equals.stream().filter(ChildJvm::isAlive).count() == 1);
        ChildJvm survivor =
                equals.stream().filter(ChildJvm::isAlive).findFirst().orElseThrow();
        ready(survivor);
        for (ChildJvm ended : equals) {
            if (!ended.equals(survivor)) {
                assertThat(ended.awaitExit(PATIENCE)).as(ended.lastErrors()).isEqualTo(2);
                assertThat(lastLine(ended)).startsWith(TAKEN + command);
            }
        }
        if (command.equals("parser")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(members()).containsEntry("x", Pipeline.PARTITIONS));
        }
        assertThat(survivor.isAlive()).isTrue();
    }

    @Test
    void shouldShareTheWorkAmongParsersOfTheSameDefaultNameAndKeepTheAccounts() throws Exception {
        GatewayProcess gateway = pipeline.gateway("gateway");
        pipeline.ingestor(data, Source.STREAMING);
        ChildJvm first = launch("parser", "management.port=0");
        int port = ready(first);
        // Simulates two hosts of one name: the same port at another address.
        ChildJvm second = launch("parser", "management.host=127.0.0.2", "management.port=" + port);
        ready(second);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(members().values()).containsExactly(2, 2));
        Set<String> names = members().keySet();
        assertThat(names)
                .anyMatch(name -> name.endsWith("-" + port))
                .anyMatch(name -> name.endsWith("-" + port + "-2"));

        try (Simulator simulator = new Simulator(SimulatorOptions.builder(data).build())) {
            simulator.writeBlock(ORDERS);
            assertAccounts(gateway);
            // A killed process gets its name and partitions back after a restart, and does not wait for a sign of life.
            first.kill();
            ChildJvm again = launch("parser", "management.port=" + port);
            ready(again);
            assertThat(again.lastErrors()).doesNotContain("sign of life").doesNotContain("is used by another");
            simulator.writeBlock(ORDERS);
            assertAccounts(gateway);
            assertThat(members().keySet()).isEqualTo(names);
        }
    }

    private void assertAccounts(GatewayProcess gateway) {
        List<FileEvent> events = NodeFiles.of(data, Source.STREAMING).events();
        String topic = broker.topics().orders();
        await().atMost(PATIENCE).until(() -> pipeline.committed(topic).size() >= events.size());
        Guarantees exactlyOnce = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
        events.forEach(exactlyOnce::produced);
        pipeline.committed(topic).forEach(row -> exactlyOnce.record(row, topic));
        exactlyOnce.check();
        Accounts accounts = awaitAccounts(gateway, Source.STREAMING, this::outputs);
        assertThat(accounts.orders()).isEqualTo(events.size());
    }

    @Test
    void shouldTakeAnotherDefaultNameForASecondGateway() throws IOException {
        ChildJvm first = launch("gateway", "management.port=0", "gateway.port=0");
        int port = ready(first);
        ChildJvm second = launch("gateway", "management.host=127.0.0.2", "management.port=" + port, "gateway.port=0");
        ready(second);
        assertThat(second.lastErrors().lines().filter(line -> line.contains(" is used by another running gateway on ")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .endsWith("-" + port + "-2");
        assertThat(first.isAlive()).isTrue();
    }
}
