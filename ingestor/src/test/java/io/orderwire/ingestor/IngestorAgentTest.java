package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.runtime.agent.Agent;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestorAgentTest {
    @TempDir
    private Path data;

    private final List<ProcessExit> fatal = new ArrayList<>();
    private final List<StartPosition> starts = new ArrayList<>();
    private final IngestorStatus status = new IngestorStatus(fatal::add);
    private RuntimeException failure = new ProcessExit(ExitCode.FENCED, "taken over");

    private IngestorAgent agent() {
        InputSettings input = new InputSettings(new Settings.Loader(IngestorOptions.ALL)
                .flag("data.dir", data.toString())
                .load());
        return new IngestorAgent(input, this::wire, status, "topic", refused -> Optional.empty(), () -> {});
    }

    private RunningIngestor wire(Source source, StartPosition start) {
        starts.add(start);
        throw failure;
    }

    private void createSource() throws IOException {
        Files.createDirectories(data.resolve(Source.BY_BLOCK.directory()).resolve("hourly"));
    }

    @Test
    void shouldReadASourceFromItsBeginningThatCameLater() throws IOException {
        IngestorAgent agent = agent();
        assertThat(agent.doWork()).isZero();
        assertThat(agent.idleNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(Reason.texts(status.notReady(0)))
                .singleElement()
                .asString()
                .startsWith("no folder of order statuses in ");
        status.awaitStarted(1, () -> 0);
        assertThat(agent.hasWork()).isFalse();

        createSource();
        agent.doWork();
        assertThat(starts).containsExactly(new StartPosition.Beginning());
    }

    @Test
    void shouldFailTheStartThatWaitsForIt() throws IOException {
        createSource();

        assertThat(agent().doWork()).isEqualTo(Agent.ENDED);
        assertThat(starts).containsExactly(new StartPosition.End());
        assertThatThrownBy(() -> status.awaitStarted(1, () -> 0)).isSameAs(failure);
        assertThat(fatal).isEmpty();
        assertThat(Reason.texts(status.notReady(0))).containsExactly("taken over");
    }

    @Test
    void shouldEndTheProcessThatHasStarted() throws IOException {
        IngestorAgent agent = agent();
        agent.doWork();
        createSource();
        failure = new IllegalStateException("broken");

        assertThat(agent.doWork()).isEqualTo(Agent.ENDED);
        assertThat(fatal).singleElement().satisfies(exit -> {
            assertThat(exit.code()).isEqualTo(ExitCode.UNEXPECTED);
            assertThat(exit).hasMessageContaining("the ingestor failed").hasCause(failure);
        });
    }

    @Test
    void shouldNotEndTheProcessThatStops() throws IOException {
        IngestorAgent agent = agent();
        agent.doWork();
        createSource();
        status.stopping();

        assertThat(agent.doWork()).isEqualTo(Agent.ENDED);
        assertThat(fatal).isEmpty();
    }
}
