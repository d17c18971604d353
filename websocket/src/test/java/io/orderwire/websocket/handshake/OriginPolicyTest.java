package io.orderwire.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.http.AllowedHosts;
import io.orderwire.runtime.http.Authority;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private final OriginPolicy policy = new OriginPolicy(
            "gateway.allowed.origins",
            List.of(
                    Origin.of("https://desk.example"),
                    Origin.of("http://Other.example:81"),
                    Origin.of("chrome-extension://abcdef")),
            new AllowedHosts("gateway.allowed.hosts", List.of("gateway.example"), "bound.example"));

    private boolean allows(String origin, String host) {
        return policy.refusal(origin, host == null ? null : Authority.parse(host), null) == null;
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:8080, h:8080",
        "http://H:8080, h:8080",
        "https://h:8080, h:8080",
        "https://h, h",
        "https://h, h:443",
        "http://h, h:80",
        "http://h:80, h",
        "http://h, h.",
        "http://10.0.0.1:8080, 10.0.0.1:8080",
        "http://localhost:3000, h:8080",
        "http://127.0.0.1, h:8080",
        "http://[::1]:9, h:8080",
        "http://[0:0:0:0:0:0:0:1]:9, h:8080",
        "https://desk.example, h:8080",
        "https://desk.example:443, h:8080",
        "https://DESK.example, h:8080",
        "http://other.example:81, h:8080",
        "chrome-extension://abcdef, h:8080",
        "https://gateway.example, 10.0.0.1:8080",
        "http://gateway.example:8443, 10.0.0.1:8080",
        "https://gateway.example, "
    })
    void shouldLetInItsOwnPageThisMachineAndTheLists(String origin, String host) {
        assertThat(allows(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, h:8080",
        "'http://[::1%]', h",
        "http://desk.example, h:8080",
        "https://desk.example:444, h:8080",
        "https://desk.example.evil.example, h:8080",
        "http://localhost.evil.example, h:8080",
        "http://evil.example@h:8080, h:8080",
        "http://h:8080@evil.example, h:8080",
        "http://h:8081, h:8080",
        "https://h, h:80",
        "http://h, h:443",
        "http://10.0.0.2:8080, 10.0.0.1:8080",
        "http://10.0.0.1, ",
        "https://evil.gateway.example, h:8080",
        "https://gateway.example.evil, h:8080",
        "ftp://gateway.example, h:8080",
        "http://bound.example, h:8080",
        "http://2130706433, h:8080",
        "http://0x7f.1, h:8080",
        "null, h:8080",
        "'', h:8080",
        "file://, h:8080",
        "http:///, ",
        "http://, h",
        "http://h/, h",
        "http://h:8080/path, h:8080",
        "not a uri, h",
        "http://h http://evil.example, h",
        "chrome-extension://other, h",
        "*, h"
    })
    void shouldKeepOutAllOtherPages(String origin, String host) {
        assertThat(allows(origin, host)).isFalse();
    }

    @Test
    void shouldCompareTheSchemeWhereAProxyNamesIt() {
        Authority host = Authority.parse("10.0.0.1");
        assertThat(policy.refusal("https://10.0.0.1", host, "https")).isNull();
        assertThat(policy.refusal("http://10.0.0.1", host, "https")).isNotNull();
    }

    @Test
    void shouldSayWhatToSetAndShowNothingUnprintable() {
        assertThat(policy.refusal("https://evil.example", Authority.parse("h"), null))
                .contains("https://evil.example", "gateway.allowed.origins", "gateway.allowed.hosts");
        assertThat(policy.refusal("http://\u001b[31m\u00e9" + "x".repeat(1_000), null, null))
                .matches("[ -~]{1,200}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "desk.example",
                "https://desk.example/",
                "https://desk.example/app",
                "https://*.example",
                "*",
                "https://user@desk.example",
                "https://desk.example:",
                "https://desk example",
                "https://",
                "://desk.example",
                "https:desk.example"
            })
    void shouldNotListWhatIsNoOrigin(String entry) {
        assertThatThrownBy(() -> Origin.of(entry)).hasMessageContaining("https://example.org");
    }
}
