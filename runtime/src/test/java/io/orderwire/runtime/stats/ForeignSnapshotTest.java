package io.orderwire.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.reason.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in the topic of snapshots that were not written by a process of the pipeline. */
class ForeignSnapshotTest {
    private static final String SNAPSHOT =
            "{'role':'parser','instance':'p','at':5,'stopped':false,'degraded':['slow'],'warming':['cold'],"
                    + "'mode':'live','catchUpMs':9,'node':{'lagMs':3,'blocksPerSecond':15.2,'source':'plain',"
                    + "'folder':'/d'},'figures':{'orders.0':7}}";

    private static Snapshot parse(String text) {
        return Snapshot.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldTakeMembersAndFiguresOfALaterVersion() {
        Snapshot later = parse(SNAPSHOT.replace("'at'", "'clock':{'skew':[-7]},'at'")
                .replace("'orders.0'", "'skew.ms':-600000,'orders.0'"));
        assertThat(later.figure("orders.0", 0)).isEqualTo(7);
        assertThat(later.figure("skew.ms", 0)).isEqualTo(-600_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'parser' > 'admin'",
                "'parser' > null",
                "'parser' > 7",
                "'p' > ['p']",
                "'at':5 > 'at':-5",
                "'at':5 > 'at':'5'",
                "'at':5 > 'at':9223372036854775807",
                "false > 'false'",
                "['slow'] > 'slow'",
                "['slow'] > [7]",
                "['slow'] > [['slow']]",
                "['cold'] > 'cold'",
                "['cold'] > true",
                "['cold'] > [null]",
                "'live' > 7",
                "'live' > ['live']",
                "'live' > null",
                "'catchUpMs':9 > 'catchUpMs':-9",
                "'catchUpMs':9 > 'catchUpMs':0.4",
                "'catchUpMs':9 > 'catchUpMs':null",
                "'node': > 'node':7,'n':",
                "'node': > 'node':[],'n':",
                "'lagMs':3 > 'lagMs':-3",
                "'lagMs':3 > 'lagMs':3.5",
                "'lagMs':3 > 'lagMs':'3'",
                "'lagMs':3 > 'lagMs':9223372036854775807",
                "'lagMs':3 > 'lastBlock':{}",
                "'lagMs':3 > 'silentMs':99999999999999999999",
                "'lagMs':3 > 'chainAgeMs':true",
                "15.2 > -15.2",
                "15.2 > 1e308",
                "15.2 > 1e999",
                "15.2 > NaN",
                "15.2 > '15.2'",
                "15.2 > []",
                "'plain' > 7",
                "'plain' > ['plain']",
                "'/d' > 7",
                "'/d' > {}",
                "{'orders.0':7} > [7]",
                "'orders.0':7 > 'orders.0':-7",
                "'orders.0':7 > 'orders.0':1e308",
                "'orders.0':7 > 'orders.0':7.5",
                "'orders.0':7 > 'orders.0':NaN",
                "'orders.0':7 > 'orders.0':'7'",
                "'orders.0':7 > 'orders.0':null",
                "'orders.0':7 > 'orders.0':{}",
                "'orders.0':7 > 'found':9223372036854775807",
                "'orders.0':7 > 'orders.0':99999999999999999999",
                "{'orders.0':7}} > {'orders.0':7}}{}",
                "{'orders.0':7}} > {'orders.0':7}"
            })
    void shouldRefuse(String change) {
        String[] parts = change.split(" > ", -1);
        assertThat(SNAPSHOT).contains(parts[0]);
        assertThatThrownBy(() -> parse(SNAPSHOT.replace(parts[0], parts[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBoundTheFolder() {
        String longest = "x".repeat(4_096);
        assertThat(parse(SNAPSHOT.replace("/d", longest)).node())
                .extracting(NodeStats::folder)
                .isEqualTo(longest);
        assertThatThrownBy(() -> parse(SNAPSHOT.replace("/d", longest + "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(parse(SNAPSHOT.replace("/d", "\\ud800")).node())
                .extracting(NodeStats::folder)
                .isEqualTo("\uFFFD");
    }

    @Test
    void shouldBoundReasonsAndFigures() {
        String many = "'" + "x".repeat(1_500) + "'," + "'y',".repeat(1_000) + "'z'";
        Snapshot bounded = parse(SNAPSHOT.replace("'slow'", many));
        assertThat(Reason.texts(bounded.degraded())).hasSize(64);
        assertThat(bounded.degraded().get(0).text()).hasSize(1_024);
        assertThat(parse(SNAPSHOT.replace("'cold'", many)).state().reasons()).hasSize(64);
        assertThatThrownBy(() -> parse(SNAPSHOT.replace("'slow'", "'" + "x".repeat(1 << 20) + "'")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
