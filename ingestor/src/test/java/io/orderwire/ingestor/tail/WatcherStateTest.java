package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states of a watched file follow the table in {@link WatcherState}. */
class WatcherStateTest {
    private static final WatcherState UNOPENED = new WatcherState.Unopened();
    private static final WatcherState HELD_BACK = new WatcherState.HeldBack();

    @TempDir
    private Path directory;

    private FileChannel channel;
    private WatcherState.Reading reading;

    @BeforeEach
    void open() throws IOException {
        channel = FileChannel.open(Files.createFile(directory.resolve("9")));
        reading = new WatcherState.Reading(channel);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    @Test
    void shouldKeepAMovedFileOpen() {
        for (PathNames other : PathNames.values()) {
            WatcherState moved = reading.movedAway(other);
            assertThat(moved).isEqualTo(new WatcherState.MovedAway(channel, other));
            assertThat(moved.channel()).isSameAs(channel);
            assertThat(moved.pathNames(other)).isTrue();
            assertThat(moved.isAtPath()).isFalse();
            assertThat(moved.isGone()).isEqualTo(other != PathNames.ANOTHER);
        }
    }

    @Test
    void shouldReadAMovedFileUnderItsPathAgain() {
        assertThat(reading.movedAway(PathNames.NOTHING).atPath()).isEqualTo(reading);
        assertThat(reading.movedAway(PathNames.NOTHING).movedAway(PathNames.ANOTHER))
                .isEqualTo(new WatcherState.MovedAway(channel, PathNames.ANOTHER));
    }

    @Test
    void shouldOpenAClosedFileOnlyUnderItsPath() {
        assertThat(reading.closed()).isEqualTo(UNOPENED);
        assertThat(reading.heldBack()).isEqualTo(HELD_BACK);
        assertThat(new WatcherState.MovedAway(channel, PathNames.SUCCESSOR).closed())
                .isEqualTo(new WatcherState.Left(PathNames.SUCCESSOR));
    }

    @Test
    void shouldLeaveAClosedFileWhosePathDoesNotLeadToIt() {
        WatcherState left = new WatcherState.Left(PathNames.NOTHING);
        assertThat(UNOPENED.movedAway(PathNames.NOTHING)).isEqualTo(left);
        assertThat(HELD_BACK.movedAway(PathNames.NOTHING)).isEqualTo(left);
        assertThat(left.movedAway(PathNames.ANOTHER)).isEqualTo(new WatcherState.Left(PathNames.ANOTHER));
        assertThat(left.atPath()).isEqualTo(UNOPENED);
        assertThat(left.isOpen()).isFalse();
        assertThat(left.channel()).isNull();
    }

    @Test
    void shouldHoldBackAFileWhileItsPathNamesIt() {
        assertThat(HELD_BACK.atPath()).isEqualTo(HELD_BACK);
        assertThat(HELD_BACK.isAtPath()).isTrue();
        assertThat(HELD_BACK.isOpen()).isFalse();
    }
}
