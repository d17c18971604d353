package io.orderwire.system;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;

/** Who may depend on whom: the design's table of modules. */
@AnalyzeClasses(packages = "io.orderwire", importOptions = DoNotIncludeTests.class)
class ModulesTest {
    private static final String CONTRACT = "io.orderwire.contract..";
    private static final String RUNTIME = "io.orderwire.runtime..";
    private static final String INGESTOR = "io.orderwire.ingestor..";
    private static final String SPLITTER = "io.orderwire.ingestor.split..";
    private static final String PARSER = "io.orderwire.parser..";
    private static final String WEBSOCKET = "io.orderwire.websocket..";
    private static final String GATEWAY = "io.orderwire.gateway..";
    private static final String SIMULATOR = "io.orderwire.simulator..";
    private static final String STANDALONE = "io.orderwire.standalone..";
    private static final String BROKER = "io.orderwire.broker..";
    private static final String TESTING = "io.orderwire.testing..";
    private static final String CLIENT = "io.orderwire.standalone.client..";
    private static final String SHIPPED_CLIENT = "io.orderwire.client..";

    /** Of the kafka-clients artifact; the other artifacts have packages of their own below. */
    private static final String[] KAFKA_CLIENTS = {"org.apache.kafka.clients..", "org.apache.kafka.common.."};

    private static final String[] KAFKA_BROKER = {
        "kafka..",
        "scala..",
        "org.apache.kafka.server..",
        "org.apache.kafka.metadata..",
        "org.apache.kafka.raft..",
        "org.apache.kafka.controller..",
        "org.apache.kafka.storage..",
        "org.apache.kafka.coordinator.."
    };

    @ArchTest
    static void contractShouldNeedHardlyAnything(JavaClasses classes) {
        classes()
                .that(resideInAPackage(CONTRACT))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        CONTRACT,
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.core..",
                        KAFKA_CLIENTS[0],
                        KAFKA_CLIENTS[1]))
                .check(classes);
    }

    @ArchTest
    static void runtimeShouldKnowTheContractOnly(JavaClasses classes) {
        onlyOurs(RUNTIME, CONTRACT).check(classes);
    }

    @ArchTest
    static void simulatorShouldKnowTheContractOnly(JavaClasses classes) {
        onlyOurs(SIMULATOR, CONTRACT).check(classes);
    }

    @ArchTest
    static void ingestorShouldMeetTheOthersInKafkaOnly(JavaClasses classes) {
        onlyOurs(INGESTOR, RUNTIME, CONTRACT).check(classes);
    }

    @ArchTest
    static void splitterShouldKnowNeitherKafkaNorOtherStations(JavaClasses classes) {
        classes()
                .that(resideInAPackage(SPLITTER))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(SPLITTER, CONTRACT, "java..", "org.jspecify..", "org.slf4j.."))
                .check(classes);
    }

    @ArchTest
    static void parserShouldMeetTheOthersInKafkaOnly(JavaClasses classes) {
        onlyOurs(PARSER, RUNTIME, CONTRACT).check(classes);
    }

    @ArchTest
    static void gatewayShouldMeetTheOthersInKafkaOnly(JavaClasses classes) {
        onlyOurs(GATEWAY, WEBSOCKET, RUNTIME, CONTRACT).check(classes);
    }

    @ArchTest
    static void webSocketShouldKnowNeitherOrdersNorKafka(JavaClasses classes) {
        onlyOurs(WEBSOCKET, RUNTIME).check(classes);
        noClasses()
                .that(resideInAPackage(WEBSOCKET))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.kafka.."))
                .check(classes);
    }

    @ArchTest
    static void nothingShippedShouldNeedWhatTestsNeed(JavaClasses classes) {
        noClasses()
                .that(resideOutsideOfPackages(TESTING, "io.orderwire.benchmarks.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(TESTING, "org.junit..", "org.testcontainers.."))
                .check(classes);
    }

    @ArchTest
    static void onlyTheParserShouldUseKafkaStreams(JavaClasses classes) {
        noClasses()
                .that(resideOutsideOfPackages(PARSER))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.kafka.streams.."))
                .check(classes);
    }

    @ArchTest
    static void undertowsWebSocketsShouldEndInTheirModule(JavaClasses classes) {
        noClasses()
                .that(resideOutsideOfPackages(WEBSOCKET))
                .should()
                .dependOnClassesThat(resideInAPackage("io.undertow.websockets.."))
                .check(classes);
    }

    @ArchTest
    static void onlyTheEmbeddedBrokerShouldUseKafkasServer(JavaClasses classes) {
        noClasses()
                .that(resideOutsideOfPackages(BROKER, TESTING))
                .should()
                .dependOnClassesThat(resideInAnyPackage(KAFKA_BROKER))
                .check(classes);
    }

    @ArchTest
    static void brokerShouldKnowNothingOfThePipeline(JavaClasses classes) {
        onlyOurs(BROKER).check(classes);
    }

    @ArchTest
    static void clientsShouldNeedNothingButJacksonAndTheShippedClient(JavaClasses classes) {
        onlyJackson(CLIENT, SHIPPED_CLIENT).check(classes);
    }

    @ArchTest
    static void shippedClientShouldNeedNothingButJackson(JavaClasses classes) {
        onlyJackson(SHIPPED_CLIENT).check(classes);
    }

    @ArchTest
    static void nothingShouldKnowTheStandalone(JavaClasses classes) {
        noClasses()
                .that(resideOutsideOfPackages(STANDALONE, "io.orderwire.benchmarks.."))
                .should()
                .dependOnClassesThat(resideInAPackage(STANDALONE))
                .check(classes);
    }

    /** A default locale may have its own digits, separators and upper case: files would not be found, JSON be none. */
    @ArchTest
    static void textShouldNotDependOnTheLocale(JavaClasses classes) {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(PrintStream.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
                .check(classes);
    }

    /** An order passes source, sequence, hub and session; a station knows those before it by their results alone. */
    @ArchTest
    static void stationsOfTheGatewayShouldBeInOrder(JavaClasses classes) {
        String gateway = "io.orderwire.gateway.";
        doesNotKnow(gateway, "sequence", "source", "hub", "session", "replay", "http")
                .check(classes);
        doesNotKnow(gateway, "source", "hub", "session", "replay", "http").check(classes);
        doesNotKnow(gateway, "session", "source", "sequence", "hub", "replay", "http")
                .check(classes);
        doesNotKnow(gateway, "hub", "replay", "http").check(classes);
        doesNotKnow(gateway, "replay", "http").check(classes);
    }

    /** A line passes tail, split, duplicates, sequence, partition and publish. */
    @ArchTest
    static void stationsOfTheIngestorShouldBeInOrder(JavaClasses classes) {
        String ingestor = "io.orderwire.ingestor.";
        doesNotKnow(ingestor, "split", "tail", "duplicates", "sequence", "partition", "publish")
                .check(classes);
        doesNotKnow(ingestor, "duplicates", "tail", "publish").check(classes);
        doesNotKnow(ingestor, "sequence", "tail", "split", "duplicates", "publish")
                .check(classes);
        doesNotKnow(ingestor, "partition", "tail", "split", "duplicates", "sequence", "publish")
                .check(classes);
        doesNotKnow(ingestor, "publish", "tail", "split", "duplicates", "sequence")
                .check(classes);
    }

    /** A line meets Kafka in the station publish, an order leaves it in source and sequence: no station between knows it. */
    @ArchTest
    static void filesAndSocketsShouldNotKnowKafka(JavaClasses classes) {
        noClasses()
                .that(resideInAnyPackage(packages(
                        "io.orderwire.ingestor.",
                        "tail",
                        "split",
                        "duplicates",
                        "sequence",
                        "partition",
                        "shed",
                        "node")))
                .or(resideInAnyPackage(packages("io.orderwire.gateway.", "hub", "session", "http", "match", "recent")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "io.orderwire.runtime.kafka.."))
                .check(classes);
    }

    @ArchTest
    static void stationsOfTheParserShouldBeInOrder(JavaClasses classes) {
        String parser = "io.orderwire.parser.";
        doesNotKnow(parser, "shed", "parse", "totals").check(classes);
        doesNotKnow(parser, "totals", "parse", "shed").check(classes);
        doesNotKnow(parser, "sink", "parse", "shed", "totals").check(classes);
    }

    @ArchTest
    static void packagesShouldNotNeedEachOtherInCircles(JavaClasses classes) {
        slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(classes);
    }

    /** A slice for each package of this project, those that wire the others included. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getPackageName();
            return name.startsWith("io.orderwire.") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }

    /** A package of a module that does not depend on those others of the same module. */
    private static ArchRule doesNotKnow(String module, String own, String... others) {
        return noClasses()
                .that(resideInAPackage(module + own + ".."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages(module, others)));
    }

    private static String[] packages(String module, String... names) {
        return Arrays.stream(names).map(name -> module + name + "..").toArray(String[]::new);
    }

    /** Classes of a package that depend on no others of this project than those. */
    private static ArchRule onlyOurs(String own, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = own;
        System.arraycopy(others, 0, allowed, 1, others.length);
        return noClasses()
                .that(resideInAPackage(own))
                .should()
                .dependOnClassesThat(resideInAPackage("io.orderwire..").and(resideOutsideOfPackages(allowed)));
    }

    /** Classes of a package that depend on no others than those, Jackson and Java. */
    private static ArchRule onlyJackson(String own, String... others) {
        return classes()
                .that(resideInAPackage(own))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(own, "java..", "javax.net..", "org.jspecify..")
                        .or(resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind.."))
                        .or(resideInAnyPackage(others)));
    }
}
