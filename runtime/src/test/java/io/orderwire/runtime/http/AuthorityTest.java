package io.orderwire.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    private static final AllowedHosts HOSTS = new AllowedHosts(
            "gateway.allowed.hosts",
            List.of(HostName.of("Gateway.Example.ORG."), HostName.of("gateway")),
            "desk.local");

    private static boolean passes(String host) {
        Authority parsed = Authority.parse(host);
        assertThat(parsed).as(host).isNotNull();
        return HOSTS.allows(parsed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "localhost.",
                "127.0.0.1",
                "127.0.0.1:1",
                "192.168.1.20:65535",
                "0.0.0.0:8080",
                "[::1]",
                "[::1]:8080",
                "[2001:DB8::1]",
                "[::ffff:10.0.0.1]:80",
                "gateway",
                "GATEWAY:8080",
                "gateway.example.org",
                "gateway.example.org.:443",
                "desk.local:8080",
            })
    void shouldAllowAddressesThisMachineAndConfiguredNames(String host) {
        assertThat(passes(host)).isTrue();
    }

    /** The numbers at the end are addresses to some parsers, but browsers do not send them in a header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil",
                "localhost.evil.example:8080",
                "evil.localhost",
                "notlocalhost",
                "gateway.example.org.evil.example",
                "evil.gateway.example.org",
                "gateway-",
                "xn--lcalhost-n1a.example",
                "127.0.0.1.",
                "127.1",
                "127.0.0.01",
                "0177.0.0.1",
                "0x7f.1",
                "0x7f000001",
                "2130706433",
                "0",
                "256.0.0.1",
                "1.2.3.4.5",
            })
    void shouldNotAllowOtherNames(String host) {
        assertThat(passes(host)).isFalse();
    }

    private static Stream<String> malformed() {
        return Stream.concat(
                Stream.of("a".repeat(64), "a.".repeat(127) + "aa", "a".repeat(100_000), ":".repeat(10_000)),
                Stream.of(
                        "",
                        " ",
                        ".",
                        "..",
                        "localhost..",
                        ".localhost",
                        "local host",
                        " localhost",
                        "localhost ",
                        "localhost,evil.example",
                        "localhost evil.example",
                        "user@localhost",
                        "user:password@localhost:80",
                        "localhost@evil.example",
                        "http://localhost",
                        "localhost/",
                        "localhost/path",
                        "localhost?x",
                        "localhost#x",
                        "localhost:",
                        "localhost:0",
                        "localhost:00",
                        "localhost:65536",
                        "localhost:999999",
                        "localhost:-1",
                        "localhost:+80",
                        "localhost:8o",
                        "localhost:80:80",
                        "localhost:80 ",
                        "localhost:\u0663",
                        ":8080",
                        "*",
                        "*.example.org",
                        "local%68ost",
                        "l\u00f6calhost",
                        "localhost\u0000",
                        "localhost\u212a",
                        "\u212aelvin.example",
                        "[",
                        "[]",
                        "[]:80",
                        "[::1",
                        "::1",
                        "::1]",
                        "[::1]evil.example",
                        "[::1].evil",
                        "[::1]:",
                        "[::1]:x",
                        "[::1%25eth0]",
                        "[::1%eth0]",
                        "[fe80::1%1]",
                        "[127.0.0.1]",
                        "[localhost]",
                        "[::1]]",
                        "[[::1]]",
                        "[:::1]",
                        "[1:2:3]",
                        "[::ffff:127.1]",
                        "[::ffff:0127.0.0.1]",
                        "[::12345]",
                        "[v1.x]"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldRefuseTextThatCannotBeAHost(String host) {
        assertThat(Authority.parse(host)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:80, LOCALHOST., 80, true",
        "h:443, h, 443, true",
        "h:443, h, 80, false",
        "h:1, h:2, 80, false",
        "[::1]:80, [0:0:0:0:0:0:0:1], 80, true",
        "[::ffff:1.2.3.4]:80, 1.2.3.4:80, 80, true",
        "h, g, 80, false",
    })
    void shouldCompareHostsAndPorts(String one, String other, int defaultPort, boolean same) {
        assertThat(Authority.parse(one).sameAs(Authority.parse(other), defaultPort))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://gateway.example.org",
                "gateway.example.org/",
                "gateway.example.org:8443",
                "*.example.org",
                "*",
                "gateway example.org",
                "g\u00e4teway.example",
                "user@gateway",
                "gateway..example",
                ".",
                "2130706433",
                "0x7f.1",
                "127.1",
                "127.0.0.1.",
                "1.2.3.256",
                "[gateway]",
                "fe80::1%eth0",
            })
    void shouldNotListWhatIsNoName(String entry) {
        assertThatThrownBy(() -> HostName.of(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gateway.example.org");
    }

    @Test
    void shouldListAddressesAsTheyStandInUrls() {
        assertThat(HostName.of("10.1.2.3")).isEqualTo("10.1.2.3");
        assertThat(HostName.of("::1")).isEqualTo(HostName.of("[::1]")).startsWith("[");
        assertThat(HostName.of("::ffff:10.1.2.3")).isEqualTo("10.1.2.3");
    }

    @Test
    void shouldNotCountAnAddressThatThePortIsBoundToAsAName() {
        AllowedHosts everywhere = new AllowedHosts("gateway.allowed.hosts", List.of(), "::");
        assertThat(everywhere.allows(Authority.parse("evil.example"))).isFalse();
        assertThat(everywhere.lists(Authority.parse("[::]"))).isFalse();
    }
}
