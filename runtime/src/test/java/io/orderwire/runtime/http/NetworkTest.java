package io.orderwire.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "192.168.1.128/25, 192.168.1.129, true",
        "192.168.1.128/25, 192.168.1.127, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.9, false",
        "::/0, ::ffff:203.0.113.9, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.1.2.3, false",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "fe80::/10, fe80::1, true",
    })
    void shouldContainWhatBeginsAlike(String network, String address, boolean contained) {
        assertThat(Network.of(network).contains(IpLiteral.of(address))).isEqualTo(contained);
    }

    @Test
    void shouldContainAnAddressOfAnInterface() throws UnknownHostException {
        byte[] linkLocal = IpLiteral.of("fe80::1").getAddress();
        assertThat(Network.of("fe80::/10").contains(InetAddress.getByAddress("x", linkLocal)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.1/8",
                "10/8",
                "10.0.0",
                "10.*",
                "fd00::1/8",
                "fd00::/129",
                "::ffff:10.0.0.0/95",
                "[::1]",
                "[::1]/128",
                "fe80::1%eth0",
                "/8",
                "/",
                "10.0.0.0/8 ",
                "10.0.0.0/99999999999",
            })
    void shouldRefuseWhatIsNoNetwork(String entry) {
        assertThatThrownBy(() -> Network.of(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/8");
    }
}
