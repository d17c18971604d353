package io.orderwire.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.broker.PortBusyException;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void shouldGiveEachFailureItsCode() {
        assertThat(Failures.exit(new ProcessExit(ExitCode.FENCED, "taken")).code())
                .isEqualTo(ExitCode.FENCED);
        assertThat(Failures.exit(new ConfigurationException("wrong")).code()).isEqualTo(ExitCode.USAGE);
        assertThat(Failures.exit(new PortBusyException(9092)).code()).isEqualTo(ExitCode.PORT_BUSY);
    }

    @Test
    void shouldCallTheRestUnexpectedAndKeepItForTheLog() {
        IllegalStateException unforeseen = new IllegalStateException("unforeseen");

        ProcessExit exit = Failures.exit(unforeseen);

        assertThat(exit.code()).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(exit).hasMessageContaining("unforeseen").hasCause(unforeseen);
    }
}
