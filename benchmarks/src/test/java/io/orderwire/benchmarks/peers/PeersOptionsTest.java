package io.orderwire.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.benchmarks.peers.PeersOptions.Comparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersOptionsTest {
    @Test
    void shouldCompareEverythingByDefault() {
        PeersOptions options = PeersOptions.of(Map.of());

        assertThat(options.comparisons()).containsExactly(Comparison.INGEST, Comparison.WATCH, Comparison.FANOUT);
        assertThat(options.fanout()).isEqualTo(new PeersOptions.Fanout(200, 1_000));
        assertThat(options.watch().ageRate()).isEqualTo(5_000);
        assertThat(options.overload()).isEqualTo("latest");
    }

    @Test
    void shouldReadWhatIsGiven() {
        PeersOptions options = PeersOptions.of(Map.of(
                "compare", "fanout,ingest", "lines", "7", "rates", "10,20", "ingest-seconds", "3", "warmup", "0"));

        assertThat(options.comparisons()).containsExactly(Comparison.INGEST, Comparison.FANOUT);
        assertThat(options.ingest()).isEqualTo(new PeersOptions.Ingest(7, List.of(10, 20), 3));
        assertThat(options.ingest().appended()).isEqualTo(97);
        assertThat(options.warmUpSeconds()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "compare;ingest,kafka;'compare must be some of ingest,watch,fanout; found ingest,kafka'",
                "lines;0;lines must be a whole number from 1 to 10000000, found 0",
                "clients;many;clients must be a whole number from 1 to 2000, found many",
                "rates;20,10;rates must ascend, found 20,10",
                "watch-rates;10,;'watch-rates must be a whole number from 1 to 1000000, found '",
                "overload;none;overload must be latest or complete, found none",
                "ingest-seconds;60;twice the lines and ingest-seconds times all rates must be 10000000 together at most, "
                        + "found 47000000",
            })
    void shouldNameTheOptionThatIsWrong(String name, String value, String complaint) {
        assertThatThrownBy(() -> PeersOptions.of(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }
}
