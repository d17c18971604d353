package io.orderwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.http.Admission.Holder;
import io.orderwire.runtime.http.IpLiteral;
import io.orderwire.websocket.handshake.Requester;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Tokens.Token ANN = new Tokens.Token("ann", "aa", null);
    private static final Tokens.Token BOB = new Tokens.Token("bob", "bb", null);

    private final AtomicLong now = new AtomicLong();
    private final Admission admission = new Admission(Tokens.none(), new Admission.Limits(3, 2, 1), now::get);

    private static Holder holder(String address, Tokens.Token token) {
        return holder(address, false, token);
    }

    private static Holder holder(String address, boolean standsForMany, Tokens.Token token) {
        return Holder.of(new Requester(IpLiteral.of(address), standsForMany, null, null), token);
    }

    private String refusal(Holder holder) {
        OverLimit over = admission.handshake(holder);
        return over == null ? "none" : over.text();
    }

    @Test
    void shouldBoundTheConnectionsOfAnAddress() {
        for (int connection = 1; connection <= 3; connection++) {
            assertThat(admission.connect(holder("10.0.0.1", null))).isTrue();
        }
        assertThat(refusal(holder("10.0.0.1", null)))
                .isEqualTo("this address has as many connections as it may have: gateway.address.connections is 3");
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
        assertThat(refusal(holder("10.0.0.3", ANN)))
                .isEqualTo("this token has as many connections as it may have: gateway.token.connections is 2");
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

    @Test
    void shouldNotBoundAnAddressThatStandsForManyButTheirTokens() {
        for (int connection = 1; connection <= 100; connection++) {
            assertThat(refusal(holder("10.0.0.1", true, null))).isEqualTo("none");
            assertThat(admission.connect(holder("10.0.0.1", true, null))).isTrue();
        }
        assertThat(admission.connect(holder("10.0.0.1", true, ANN))).isTrue();
        assertThat(admission.connect(holder("10.0.0.1", true, ANN))).isTrue();
        assertThat(refusal(holder("10.0.0.1", true, ANN))).contains("gateway.token.connections is 2");
    }

    @Test
    void shouldCountTheNetworkOfAnIpV6AddressAsOne() {
        for (int connection = 1; connection <= 3; connection++) {
            assertThat(admission.connect(holder("2001:db8::" + connection, null)))
                    .isTrue();
        }
        assertThat(refusal(holder("2001:db8::ffff:1", null))).contains("gateway.address.connections is 3");
        assertThat(refusal(holder("2001:db8:0:1::1", null))).isEqualTo("none");
    }

    @Test
    void shouldBoundTheHandshakesOfAnAddressAndSayWhenToComeAgain() {
        for (int handshake = 1; handshake <= 10; handshake++) {
            assertThat(refusal(holder("10.0.0.1", null))).isEqualTo("none");
        }
        OverLimit over = admission.handshake(holder("10.0.0.1", null));
        assertThat(over.text())
                .isEqualTo("this address connects too often: gateway.address.handshakes.per.second is 1");
        assertThat(over.waitNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(refusal(holder("10.0.0.2", null))).isEqualTo("none");
        now.addAndGet(over.waitNanos());
        assertThat(refusal(holder("10.0.0.1", null))).isEqualTo("none");
        assertThat(refusal(holder("10.0.0.1", null))).contains("gateway.address.handshakes.per.second");
    }
}
