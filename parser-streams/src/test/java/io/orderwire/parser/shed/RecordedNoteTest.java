package io.orderwire.parser.shed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.testing.fixtures.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries for a gap of a start that parsers of earlier versions left in the metadata of a group's offsets. */
class RecordedNoteTest {
    @Test
    void shouldReadANoteAsTheBlockThatItWasMadeOf() {
        for (Fixtures version : Fixtures.all()) {
            assertThat(BlockHead.ofNote(version.text("notes", "jump.txt")))
                    .as(version.version())
                    .isEqualTo(new BlockHead(7, 1_800_000_000_000L, 88, "20260505/17~1@1101", false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 2 3", "1 2 3 20260505/15@0 5", "a 2 3 20260505/15@0", "1 2 3.5 20260505/15@0"})
    void shouldRefuseWhatIsNoNote(String note) {
        assertThatThrownBy(() -> BlockHead.ofNote(note)).isInstanceOf(IllegalArgumentException.class);
    }
}
