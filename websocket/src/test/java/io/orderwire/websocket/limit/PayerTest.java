package io.orderwire.websocket.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.http.IpLiteral;
import org.junit.jupiter.api.Test;

class PayerTest {
    private static Payer at(String address) {
        return new Payer(Payer.network(IpLiteral.of(address)), null);
    }

    @Test
    void shouldTellAddressesApartByNetworksOfOneHost() {
        assertThat(at("10.0.0.1")).isEqualTo(at("10.0.0.1")).isNotEqualTo(at("10.0.0.2"));
        assertThat(at("2001:db8:1:2::1"))
                .isEqualTo(at("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(at("2001:db8:1:3::1"));
        assertThat(at("::ffff:10.0.0.1")).isEqualTo(at("10.0.0.1"));
    }

    @Test
    void shouldBoundNothingOfOneOfWhomNothingIsKnown() {
        Shares shares = new Shares(1, 1);
        assertThat(shares.take(Payer.UNKNOWN)).isTrue();
        assertThat(shares.take(Payer.UNKNOWN)).isTrue();
    }
}
