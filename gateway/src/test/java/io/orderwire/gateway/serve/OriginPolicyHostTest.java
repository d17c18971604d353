package io.orderwire.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A foreign name that leads to this machine is one that somebody has pointed there. */
class OriginPolicyHostTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]"})
    void shouldAnswerUnderNamesOfThisMachine(String host) {
        assertThat(new OriginPolicy("", false).allowsHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "[::2]:8080", ""})
    void shouldAnswerUnderOthersOnlyWhereItFacesANetwork(String host) {
        assertThat(new OriginPolicy("", false).allowsHost(host)).isFalse();
        assertThat(new OriginPolicy("", true).allowsHost(host)).isTrue();
    }
}
