package io.orderwire.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OriginPolicyTest {
    private final OriginPolicy policy = new OriginPolicy("https://desk.example, http://Other.example:81", true);

    @Test
    void shouldLetInWhatIsNoBrowserItsOwnPageThisMachineAndTheList() {
        assertThat(policy.allows(null, "h:8080")).isTrue();
        assertThat(policy.allows("http://h:8080", "h:8080")).isTrue();
        assertThat(policy.allows("http://H:8080", "h:8080")).isTrue();
        assertThat(policy.allows("https://h:8080", "h:8080")).isTrue();
        assertThat(policy.allows("https://h", "h")).isTrue();
        assertThat(policy.allows("http://localhost:3000", "h:8080")).isTrue();
        assertThat(policy.allows("http://127.0.0.1", "h:8080")).isTrue();
        assertThat(policy.allows("http://[::1]:9", "h:8080")).isTrue();
        assertThat(policy.allows("https://desk.example", "h:8080")).isTrue();
        assertThat(policy.allows("http://other.example:81", "h:8080")).isTrue();
    }

    @Test
    void shouldKeepOutAllOtherPages() {
        assertThat(policy.allows("https://evil.example", "h:8080")).isFalse();
        assertThat(policy.allows("http://desk.example", "h:8080")).isFalse();
        assertThat(policy.allows("https://desk.example:444", "h:8080")).isFalse();
        assertThat(policy.allows("http://localhost.evil.example", "h:8080")).isFalse();
        assertThat(policy.allows("http://evil.example@h:8080", "h:8080")).isFalse();
        assertThat(policy.allows("http://h:8081", "h:8080")).isFalse();
        assertThat(policy.allows("null", "h:8080")).isFalse();
        assertThat(policy.allows("", "h:8080")).isFalse();
        assertThat(policy.allows("file://", "h:8080")).isFalse();
        assertThat(policy.allows("http:///", null)).isFalse();
        assertThat(policy.allows("not a uri", "not a uri")).isFalse();
    }

    @Test
    void shouldNotTrustANameThatPointsToThisMachine() {
        OriginPolicy loopback = new OriginPolicy("", false);

        assertThat(loopback.allows("http://rebound.example:8080", "rebound.example:8080"))
                .isFalse();
        assertThat(loopback.allows("http://127.0.0.1:8080", "127.0.0.1:8080")).isTrue();
    }
}
