package io.orderwire.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.serve.Admission.Holder;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Tokens.Token ANN = new Tokens.Token("ann", "aa", null);
    private static final Tokens.Token BOB = new Tokens.Token("bob", "bb", null);

    private final Admission admission = new Admission(Tokens.none(), 3, 2);

    private static Holder holder(String address, int port, Tokens.Token token) {
        return Holder.of(new InetSocketAddress(address, port), token);
    }

    @Test
    void shouldBoundTheConnectionsOfAnAddressWhateverItsPorts() {
        for (int port = 1; port <= 3; port++) {
            assertThat(admission.connect(holder("10.0.0.1", port, null))).isTrue();
        }
        assertThat(admission.hasRoom(holder("10.0.0.1", 4, null))).isFalse();
        assertThat(admission.connect(holder("10.0.0.1", 4, null))).isFalse();
        assertThat(admission.connect(holder("10.0.0.2", 1, null))).isTrue();
        admission.disconnect(holder("10.0.0.1", 2, null));
        assertThat(admission.connect(holder("10.0.0.1", 5, null))).isTrue();
        assertThat(admission.connect(holder("10.0.0.1", 6, null))).isFalse();
    }

    @Test
    void shouldBoundTheConnectionsOfATokenWhereverTheyComeFrom() {
        assertThat(admission.connect(holder("10.0.0.1", 1, ANN))).isTrue();
        assertThat(admission.connect(holder("10.0.0.2", 1, ANN))).isTrue();
        assertThat(admission.hasRoom(holder("10.0.0.3", 1, ANN))).isFalse();
        assertThat(admission.connect(holder("10.0.0.3", 1, ANN))).isFalse();
        assertThat(admission.connect(holder("10.0.0.3", 1, BOB))).isTrue();
        admission.disconnect(holder("10.0.0.2", 1, ANN));
        assertThat(admission.connect(holder("10.0.0.3", 1, ANN))).isTrue();
    }

    @Test
    void shouldNotCountWhatItRefuses() {
        assertThat(admission.connect(holder("10.0.0.1", 1, ANN))).isTrue();
        assertThat(admission.connect(holder("10.0.0.1", 2, ANN))).isTrue();
        assertThat(admission.connect(holder("10.0.0.1", 3, ANN))).isFalse();
        assertThat(admission.connect(holder("10.0.0.1", 4, BOB)))
                .as("the third of the address")
                .isTrue();
        assertThat(admission.connect(holder("10.0.0.1", 5, BOB))).isFalse();
    }
}
