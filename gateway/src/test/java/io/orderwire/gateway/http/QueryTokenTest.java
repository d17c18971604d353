package io.orderwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTokenTest {
    @ParameterizedTest
    @CsvSource({
        "token=abc, abc",
        "a=1&token=abc&b=2, abc",
        "&&token=abc&, abc",
        "token=a%2Bb%2f%3D%3d, a+b/==",
        "token=a+b, a+b",
        "token=a=b, a=b",
        "token=%61%62c, abc",
        "%74oken=abc, abc",
        "tok%65n=abc&Token=x&tokens=y&xtoken=z, abc",
        "%zz=1&token=abc, abc",
        "token=%C3%A9, \u00e9",
        "token=a;b, a;b"
    })
    void shouldReadTheOnlyParameterOfThatName(String query, String token) {
        assertThat(QueryToken.of(query)).isEqualTo(token);
    }

    @Test
    void shouldReadAnEmptyOneWhichIsNoToken() {
        assertThat(QueryToken.of("token=")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token",
                "=abc",
                "Token=abc",
                "TOKEN=abc",
                "a=token=abc",
                "token=a&token=b",
                "token=a&token=a",
                "token=a&token",
                "token&token=a",
                "token=a&tok%65n=b",
                "token=&token=a",
                "token=%",
                "token=%6",
                "token=%zz",
                "token=%+1",
                "token=%-1",
                "token=%u0061",
                "token=%FF",
                "token=%C0%80",
                "token=%ED%A0%80",
                "token=\u00e9",
                "token=\uff11",
                "token=%\uff11\uff11",
                "token=a b",
                "token=a\u0000",
                "token[]=a"
            })
    void shouldReadNothingThatCouldBeReadInTwoWays(String query) {
        assertThat(QueryToken.of(query)).isNull();
    }
}
