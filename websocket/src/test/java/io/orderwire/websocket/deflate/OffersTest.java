package io.orderwire.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, section 7.1. */
class OffersTest {
    private static final String AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final String AGREED_FULL = AGREED + "; server_max_window_bits=15";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                " permessage-deflate ;client_max_window_bits ",
                "permessage-deflate; client_max_window_bits=8",
                "permessage-deflate; client_max_window_bits=15",
                "permessage-deflate; client_max_window_bits=\"10\"",
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate; client_max_window_bits; client_no_context_takeover; server_no_context_takeover",
                "permessage-deflate, permessage-deflate",
                "x-webkit-deflate-frame, permessage-deflate",
                "x; y=\"a, permessage-deflate; b\", permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate"
            })
    void shouldAgreeToMessagesCompressedEachByItself(String header) {
        assertThat(Offers.answer(List.of(header))).hasValue(AGREED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"15\"; client_max_window_bits",
                "permessage-deflate; server_max_window_bits=9, permessage-deflate; server_max_window_bits=15"
            })
    void shouldConfirmTheWindowOfTheServer(String header) {
        assertThat(Offers.answer(List.of(header))).hasValue(AGREED_FULL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ";",
                "deflate",
                "Permessage-Deflate",
                "permessage-deflate;",
                "permessage-deflate=1",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=",
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=14",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; server_max_window_bits=15=15",
                "permessage-deflate; server_max_window_bits=\"15",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=-8",
                "permessage-deflate; client_max_window_bits=ten",
                "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=\"\"",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; server_max_window_bits=15; server_max_window_bits=15",
                "permessage-deflate; unknown",
                "permessage-deflate; unknown=1"
            })
    void shouldDeclineWhatItCannotServe(String header) {
        assertThat(Offers.answer(List.of(header))).isEmpty();
    }

    @Test
    void shouldTakeSeveralHeadersForOneList() {
        assertThat(Offers.answer(List.of("permessage-deflate; server_max_window_bits=8", "permessage-deflate")))
                .hasValue(AGREED);
    }
}
