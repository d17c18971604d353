package io.orderwire.ingestor.tail;

import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Whether a watched file is open, and whether its path leads to it. Each event returns the next state; closing a channel and
 * reporting a loss is up to the {@link WatchedFile}.
 *
 * <pre>
 *              opened    path names it   path does not   closed      held back
 * Unopened     Reading   Unopened        Left
 * HeldBack     Reading   HeldBack        Left
 * Reading                Reading         MovedAway       Unopened    HeldBack
 * MovedAway    Reading   Reading         MovedAway       Left
 * Left         Reading   Unopened        Left
 * </pre>
 */
sealed interface WatcherState {
    /** The path names the file, which was not opened yet, or which could not be read and will be opened again later. */
    record Unopened() implements WatcherState {
        @Override
        public WatcherState movedAway(PathNames now) {
            return new Left(now);
        }
    }

    /** The file was closed although it may grow, because it holds only the first of the bytes that were read of it. */
    record HeldBack() implements WatcherState {
        @Override
        public WatcherState movedAway(PathNames now) {
            return new Left(now);
        }
    }

    /** The file is not open, and its path does not name it. */
    record Left(PathNames names) implements WatcherState {
        @Override
        public WatcherState movedAway(PathNames now) {
            return new Left(now);
        }

        @Override
        public WatcherState atPath() {
            return new Unopened();
        }
    }

    /** The file is open. */
    sealed interface Open extends WatcherState {
        @Override
        FileChannel channel();

        /** The channel was closed. */
        WatcherState closed();
    }

    /** The path names the open file. */
    record Reading(FileChannel channel) implements Open {
        @Override
        public WatcherState movedAway(PathNames now) {
            return new MovedAway(channel, now);
        }

        @Override
        public WatcherState closed() {
            return new Unopened();
        }

        /** The channel was closed, because the file holds only the first of the bytes that were read of it. */
        WatcherState heldBack() {
            return new HeldBack();
        }
    }

    /** The file is open and its path names something else; it is closed when it has not grown for a long time. */
    record MovedAway(FileChannel channel, PathNames names) implements Open {
        @Override
        public WatcherState movedAway(PathNames now) {
            return new MovedAway(channel, now);
        }

        @Override
        public WatcherState atPath() {
            return new Reading(channel);
        }

        @Override
        public WatcherState closed() {
            return new Left(names);
        }
    }

    /** The path was found to name something else. */
    WatcherState movedAway(PathNames now);

    /** The path was found to name the file. */
    default WatcherState atPath() {
        return this;
    }

    /** The channel of an open file, null if it is not open. */
    default @Nullable FileChannel channel() {
        return null;
    }

    /** Whether the file is open. */
    default boolean isOpen() {
        return this instanceof Open;
    }

    /** Whether the path of the file names {@code other} instead. */
    default boolean pathNames(PathNames other) {
        return this instanceof MovedAway moved && moved.names == other
                || this instanceof Left left && left.names == other;
    }

    /** Whether no path of an hour file names the file any more. */
    default boolean isGone() {
        return pathNames(PathNames.NOTHING) || pathNames(PathNames.SUCCESSOR);
    }

    /** Whether the path names the file. */
    default boolean isAtPath() {
        return !(this instanceof MovedAway || this instanceof Left);
    }
}
