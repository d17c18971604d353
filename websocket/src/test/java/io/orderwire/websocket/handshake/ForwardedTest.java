package io.orderwire.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.http.IpLiteral;
import io.orderwire.runtime.http.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedTest {
    private static final String PEER = "10.0.0.1";
    private static final InetAddress ADDRESS = IpLiteral.of(PEER);
    private final TrustedProxies proxies = new TrustedProxies(
            Stream.of("10.0.0.0/8", "fd00::/8").map(Network::of).toList(), List.of());

    private String usual(String clients) {
        return Forwarded.usual(ADDRESS, clients, "", "", proxies).client().getHostAddress();
    }

    private Forwarded standard(String header) {
        return Forwarded.standard(ADDRESS, header, proxies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "203.0.113.9:4711 | 203.0.113.9",
                "2001:db8::9 | 2001:db8:0:0:0:0:0:9",
                "[2001:db8::9] | 2001:db8:0:0:0:0:0:9",
                "[2001:db8::9]:4711 | 2001:db8:0:0:0:0:0:9",
                "::ffff:203.0.113.9 | 203.0.113.9",
                "1.1.1.1, 203.0.113.9 | 203.0.113.9",
                "1.1.1.1,203.0.113.9, 10.0.0.2 | 203.0.113.9",
                "203.0.113.9, 10.0.0.2, fd00::1, ::ffff:10.0.0.3 | 203.0.113.9",
                "10.0.0.3, 10.0.0.2 | 10.0.0.3",
                "unknown, 10.0.0.2 | 10.0.0.2",
                "_hidden, 10.0.0.2 | 10.0.0.2",
                "1.1.1.1, unknown | 10.0.0.1",
                "1.1.1.1, unknown, 10.0.0.2 | 10.0.0.2",
                "1.1.1.1, , 10.0.0.2 | 10.0.0.2",
                "1.1.1.1, | 10.0.0.1",
                ", | 10.0.0.1",
                "1.1.1.1 203.0.113.9 | 10.0.0.1",
                "1.1.1.1;203.0.113.9 | 10.0.0.1",
                "evil.example | 10.0.0.1",
                "localhost | 10.0.0.1",
                "2130706433 | 10.0.0.1",
                "0x7f.1 | 10.0.0.1",
                "203.0.113.009 | 10.0.0.1",
                "203.0.113.9:x | 10.0.0.1",
                "203.0.113.9: | 10.0.0.1",
                "[203.0.113.9] | 10.0.0.1",
                "[2001:db8::9 | 10.0.0.1",
                "fe80::1%eth0 | 10.0.0.1",
                "\"203.0.113.9\" | 10.0.0.1",
                "for=203.0.113.9 | 10.0.0.1",
                "'' | 10.0.0.1",
            })
    void shouldStopAtTheFirstAddressThatIsNoTrustedProxys(String header, String client) {
        assertThat(usual(header)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.9 | 203.0.113.9",
                "FOR=203.0.113.9;Proto=https ; by=_x | 203.0.113.9",
                "for=\"203.0.113.9:4711\" | 203.0.113.9",
                "for=\"[2001:db8::9]:4711\" | 2001:db8:0:0:0:0:0:9",
                "for=\"[2001:db8::9]:_port\" | 2001:db8:0:0:0:0:0:9",
                "for=\"203.0.113.\\9\" | 203.0.113.9",
                "for=1.1.1.1, for=203.0.113.9;host=\"a,b\", for=10.0.0.2 | 203.0.113.9",
                "for=\"_hidden\", for=10.0.0.2 | 10.0.0.2",
                "for=unknown | 10.0.0.1",
                "for=1.1.1.1, proto=https | 10.0.0.1",
                "for=1.1.1.1, for=10.0.0.2;by=\"x | 10.0.0.1",
                "x=\", for=203.0.113.9\" | 10.0.0.1",
                "for=\"1.1.1.1, for=203.0.113.9 | 10.0.0.1",
                "for=1.1.1.1;for=203.0.113.9 | 10.0.0.1",
                "for=1.1.1.1,,for=203.0.113.9 | 10.0.0.1",
                "for=1.1.1.1, | 10.0.0.1",
                "for = 1.1.1.1 | 10.0.0.1",
                "for= | 10.0.0.1",
                "for | 10.0.0.1",
                "=1.1.1.1 | 10.0.0.1",
                "for=1.1.1.1; | 10.0.0.1",
                "for=2001:db8::9 | 2001:db8:0:0:0:0:0:9",
                "203.0.113.9 | 10.0.0.1",
            })
    void shouldReadTheStandardHeader(String header, String client) {
        assertThat(standard(header).client().getHostAddress()).isEqualTo(client);
    }

    @Test
    void shouldTakeHostAndSchemeFromTheOutermostTrustedProxy() {
        Forwarded found = standard("for=1.1.1.1;host=evil.example;proto=http,"
                + " for=203.0.113.9;host=\"gateway.example:8443\";proto=HTTPS, for=10.0.0.2;host=inner;proto=http");
        assertThat(found.host()).isEqualTo("gateway.example:8443");
        assertThat(found.scheme()).isEqualTo("https");
        Forwarded usual =
                Forwarded.usual(ADDRESS, "203.0.113.9", "evil.example, gateway.example", "http,https", proxies);
        assertThat(usual.host()).isEqualTo("gateway.example");
        assertThat(usual.scheme()).isEqualTo("https");
        assertThat(Forwarded.usual(ADDRESS, "", "", "gopher", proxies).scheme()).isNull();
    }

    private Forwarded both(String header, String clients, String host) {
        return standard(header).and(Forwarded.usual(ADDRESS, clients, host, "", proxies), ADDRESS);
    }

    @Test
    void shouldBelieveNeitherOfTwoThatContradictEachOther() {
        assertThat(both("for=203.0.113.9", "203.0.113.9", "").client().getHostAddress())
                .isEqualTo("203.0.113.9");
        assertThat(both("", "203.0.113.9", "").client().getHostAddress()).isEqualTo("203.0.113.9");
        assertThat(both("for=203.0.113.9", "", "").client().getHostAddress()).isEqualTo("203.0.113.9");
        assertThat(both("", "", "").client()).isEqualTo(ADDRESS);
        assertThat(both("for=1.1.1.1", "203.0.113.9", "").client()).isEqualTo(ADDRESS);
        assertThat(both("for=_x", "203.0.113.9", "").client()).isEqualTo(ADDRESS);
        assertThat(both("broken", "203.0.113.9", "").client()).isEqualTo(ADDRESS);
        Forwarded hosts = both("for=203.0.113.9;host=a", "203.0.113.9", "b");
        assertThat(hosts.host()).isNull();
        assertThat(hosts.hosts()).containsExactly("a", "b");
    }

    @Test
    void shouldFollowAFewProxiesAndNotMore() {
        String many = "1.1.1.1, " + "10.0.0.2, ".repeat(10_000) + "10.0.0.3";
        assertThat(usual(many)).isEqualTo("10.0.0.2");
        assertThat(usual("1.1.1.1, ".repeat(10_000) + "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(usual(",".repeat(100_000))).isEqualTo(PEER);
        assertThat(standard("for=1.1.1.1, ".repeat(1_000) + "for=203.0.113.9").client())
                .isEqualTo(ADDRESS);
    }

    /** A client must not be able to choose its address by text before the part that a proxy appends. */
    @ParameterizedTest
    @ValueSource(strings = {"for=203.0.113.9", "for=\"[2001:db8::7]:1\";host=\"gateway.example\";proto=https"})
    void shouldNotBeMisledByWhatAClientWrote(String appended) {
        SplittableRandom random = new SplittableRandom(15);
        String characters = "\"\\,;= \tfor=1.1.1.1[:]_hostby";
        String right = standard(appended).client().getHostAddress();
        for (int i = 0; i < 200_000; i++) {
            StringBuilder prefix = new StringBuilder();
            for (int length = random.nextInt(1, 24); length > 0; length--) {
                prefix.append(characters.charAt(random.nextInt(characters.length())));
            }
            assertThat(standard(prefix + ", " + appended).client().getHostAddress())
                    .as("%s", prefix)
                    .isIn(right, PEER);
        }
    }

    @Test
    void shouldTrustNobodyByDefault() {
        assertThat(new TrustedProxies(List.of(), List.of()).contains(IpLiteral.of("127.0.0.1")))
                .isFalse();
    }
}
