package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AdviceTest {
    private static final Pattern LINK = Pattern.compile("(docs/[a-z]+\\.md)(?:#([a-z-]+))?");

    @Test
    void shouldAdviseOnceForEachKindOfReason() {
        assertThat(Advice.on(List.of(
                        "parser: the parser is slow: p99 of the age of its blocks is 300 ms, over 250",
                        "no ingestor",
                        "parser: its clock is 5 s ahead of the ingestor's",
                        "gateway: the gateway is slow: p99 of the age of its records is 300 ms, over 250",
                        "node: nothing written for 65 s",
                        "a reason of a later version")))
                .extracting(Advice::code)
                .containsExactly("node-silent", "process-missing", "slow", "clock");
        assertThat(Advice.on(List.of())).isEmpty();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldNotPonderOverALongReason() {
        assertThat(Advice.on(List.of("node: " + " is growing, but ".repeat(100_000))))
                .isEmpty();
    }

    /** In the words of docs/operations.md, which the test does not read. */
    @Test
    void shouldAdviseOnReasonsOfEachStage() {
        assertThat(Advice.on(List.of(
                        "node: 12 s behind the chain",
                        "node: the folder /d is gone",
                        "node: by-block is growing, but streaming is being followed",
                        "ingestor: cannot read /d/17: AccessDeniedException",
                        "ingestor: /d/17 holds the first 5 of 9 bytes that were read; it is held back",
                        "ingestor: no folder of order statuses in /d yet",
                        "gateway: orders are shed for their age",
                        "parser: 3 foreign records ignored, the last at t-0 offset 5: key",
                        "kafka: broker 2 of Kafka does not answer",
                        "kafka: the disk of broker 1 of Kafka has 1.0 GiB of 9.0 GiB left",
                        "kafka: hyperliquid.orders has retention.ms=1 (expected 2): left as it is",
                        "parser: Kafka Streams is REBALANCING")))
                .hasSize(12);
    }

    @Test
    void shouldLinkToHeadingsThatExist() throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<Matcher> links = Arrays.stream(Advice.values())
                .map(advice -> LINK.matcher(advice.words()))
                .filter(Matcher::find)
                .toList();
        assertThat(links).isNotEmpty();
        for (Matcher link : links) {
            List<String> anchors = Files.readAllLines(root.resolve(link.group(1))).stream()
                    .filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("#+ ", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^a-z0-9 -]", "")
                            .replace(' ', '-'))
                    .toList();
            if (link.group(2) != null) {
                assertThat(anchors).contains(link.group(2));
            }
        }
    }
}
