package io.orderwire.contract.gap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in the place of a gap that was not written by a process of the pipeline. */
class ForeignGapTest {
    private static final String GAP = "{'id':'a','where':'parser','reason':'age','partition':3,'fromSeq':5,'toSeq':9,"
            + "'fromPos':'20251116/9@0','toPos':'20251116/9@77','events':5,'bytes':77,'fromMs':1,'toMs':2}";

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @Test
    void shouldTakeMembersOfALaterVersion() {
        String later = GAP.replace("'id'", "'place':7,'note':{'x':[null,'y']},'id'");
        assertThat(Gap.parse(json(later))).isEqualTo(Gap.parse(json(GAP)));
    }

    @Test
    void shouldKeepWordsOfALaterVersion() {
        Gap gap = Gap.parse(json(GAP.replace("'parser'", "'later-stage'").replace("'age'", "'later-reason'")));
        assertThat(gap.where()).isEqualTo(Gap.Where.UNKNOWN);
        assertThat(gap.reason()).isEqualTo(Gap.Reason.UNKNOWN);
        assertThat(gap.toJson()).contains(json("'where':'later-stage','reason':'later-reason'"));
        assertThat(gap.withSameReason("b").build().toJson())
                .contains(json("'id':'b','where':'later-stage','reason':'later-reason'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'id':'a' > 'id':7",
                "'id':'a' > 'id':null",
                "'id':'a' > 'id':''",
                "'id':'a' > 'id':'\\ud800'",
                "'where':'parser' > 'where':['parser']",
                "'reason':'age' > 'x':'age'",
                "'partition':3 > 'partition':-1",
                "'partition':3 > 'partition':'3'",
                "'partition':3 > 'partition':3.5",
                "'partition':3 > 'partition':4294967299",
                "'fromSeq':5 > 'fromSeq':0",
                "'fromSeq':5 > 'fromSeq':-5",
                "'fromSeq':5 > 'fromSeq':10",
                "'fromSeq':5 > 'fromSeq':1e3",
                "'fromSeq':5 > 'fromSeq':true",
                "'toSeq':9 > 'toSeq':9223372036854775807",
                "'toSeq':9 > 'toSeq':9007199254740992",
                "'toSeq':9 > 'toSeq':99999999999999999999",
                "'events':5 > 'events':-1",
                "'events':5 > 'events':6",
                "'bytes':77 > 'bytes':-1",
                "'bytes':77 > 'bytes':'77'",
                "'fromPos':'20251116/9@0' > 'fromPos':'../../etc@0'",
                "'toPos':'20251116/9@77' > 'toPos':7",
                "'fromMs':1 > 'fromMs':-9007199254740992",
                "'fromMs':1 > 'fromMs':null",
                "'toMs':2} > 'toMs':1e308}",
                "'toMs':2} > 'toMs':NaN}",
                "'toMs':2} > 'toMs':2}]}",
                "'toMs':2} > 'toMs':2}{}",
                "'toMs':2} > 'toMs':2},'dropped':0",
                "'toMs':2} > 'toMs':2",
                "{'id' > [{'id'"
            })
    void shouldRefuse(String change) {
        String[] parts = change.split(" > ", -1);
        assertThat(GAP).contains(parts[0]);
        assertThatThrownBy(() -> Gap.parse(json(GAP.replace(parts[0], parts[1]))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseATextOverTheBound() {
        assertThatThrownBy(() -> Gap.parse(json(GAP.replace("'id'", "'x':'" + "y".repeat(1 << 20) + "','id'"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8192");
    }
}
