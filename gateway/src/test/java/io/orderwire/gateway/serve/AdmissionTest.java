package io.orderwire.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.serve.Admission.Holder;
import io.orderwire.runtime.http.IpLiteral;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Tokens.Token ANN = new Tokens.Token("ann", "aa", null);
    private static final Tokens.Token BOB = new Tokens.Token("bob", "bb", null);

    private final Admission admission = new Admission(Tokens.none(), 3, 2);

    private static Holder holder(String address, Tokens.Token token) {
        return Holder.of(IpLiteral.of(address), token);
    }

    @Test
    void shouldBoundTheConnectionsOfAnAddress() {
        for (int connection = 1; connection <= 3; connection++) {
            assertThat(admission.connect(holder("10.0.0.1", null))).isTrue();
        }
        assertThat(admission.hasRoom(holder("10.0.0.1", null))).isFalse();
        assertThat(admission.connect(holder("10.0.0.1", null))).isFalse();
        assertThat(admission.connect(holder("10.0.0.2", null))).isTrue();
        admission.disconnect(holder("10.0.0.1", null));
        assertThat(admission.connect(holder("10.0.0.1", null))).isTrue();
        assertThat(admission.connect(holder("10.0.0.1", null))).isFalse();
    }

    @Test
    void shouldBoundTheConnectionsOfATokenWhereverTheyComeFrom() {
        assertThat(admission.connect(holder("10.0.0.1", ANN))).isTrue();
        assertThat(admission.connect(holder("10.0.0.2", ANN))).isTrue();
        assertThat(admission.hasRoom(holder("10.0.0.3", ANN))).isFalse();
        assertThat(admission.connect(holder("10.0.0.3", ANN))).isFalse();
        assertThat(admission.connect(holder("10.0.0.3", BOB))).isTrue();
        admission.disconnect(holder("10.0.0.2", ANN));
        assertThat(admission.connect(holder("10.0.0.3", ANN))).isTrue();
    }

    @Test
    void shouldNotCountWhatItRefuses() {
        assertThat(admission.connect(holder("10.0.0.1", ANN))).isTrue();
        assertThat(admission.connect(holder("10.0.0.1", ANN))).isTrue();
        assertThat(admission.connect(holder("10.0.0.1", ANN))).isFalse();
        assertThat(admission.connect(holder("10.0.0.1", BOB)))
                .as("the third of the address")
                .isTrue();
        assertThat(admission.connect(holder("10.0.0.1", BOB))).isFalse();
    }
}
