package io.orderwire.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.gateway.protocol.Cursor.Range;
import io.orderwire.testing.fixtures.Fixtures;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cursors that gateways of earlier versions gave to clients, which may resume from them at any time. */
class RecordedCursorTest {
    private static final byte NEWER = 3;

    private static List<String> cursors() {
        return Fixtures.all().stream()
                .flatMap(version -> version.files("cursors").stream()
                        .map(file -> version.text("cursors", file.getFileName().toString())))
                .toList();
    }

    @Test
    void shouldReadTheCursorsOfTheFirstVersion() {
        Cursor beginning = Cursor.decode(Fixtures.of("0.1.0").text("cursors", "beginning.txt"));
        assertThat(beginning.nextOffsets()).containsExactly(19, 3);
        assertThat(beginning.lastSeqs()).containsExactly(18, 2);
        assertThat(beginning.leftOut()).containsExactly(List.of(), List.of());
        Cursor last = Cursor.decode(Fixtures.of("0.1.0").text("cursors", "last.txt"));
        assertThat(last.topicId()).isEqualTo(beginning.topicId());
        assertThat(last.nextOffsets()).containsExactly(47, 9);
        assertThat(last.lastSeqs()).containsExactly(49, 8);
        assertThat(last.leftOut()).containsExactly(List.of(new Range(40, 45)), List.of());
    }

    /**
     * Cursors must be encoded to the same bytes as long as this version writes the same format, because clients may compare
     * them.
     */
    @Test
    void shouldWriteTheSameCursorAgain() {
        for (String cursor : cursors()) {
            assertThat(Cursor.decode(cursor).encode()).isEqualTo(cursor);
        }
    }

    @Test
    void shouldRefuseCursorsThatWereCutOrAreOfANewerVersion() {
        for (String cursor : cursors()) {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            bytes[0] = NEWER;
            String newer = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThatThrownBy(() -> Cursor.decode(newer))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "from.cursor is of version 3, and this gateway reads version 2: a newer gateway wrote it");
            assertThatThrownBy(() -> Cursor.decode(cursor.substring(0, 20)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
