package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an {@link IngestorState}. Version 1 does not have losses, and some members were added to version 2 later: a
 * member that the writer did not know gets its default value. Since version 3, the settled files are in a second value. Unknown
 * members are ignored; a known member that cannot be read makes the whole state unreadable, because a wrong position would lose
 * or repeat data.
 */
final class StateJson {
    private static final int OLDEST_VERSION = 1;
    private static final int VERSION = 3;
    private static final int FIRST_WITH_SETTLED = 3;

    /** The value under the key of a source. Its version is read first, even if the other members cannot be read. */
    private record Whole(
            @JsonDeserialize(using = VersionNumber.class) int version,
            @JsonUnwrapped IngestorState state) {
        private Whole {
            long[] nextSeq = state.nextSeq();
            CheckpointJson.require(
                    nextSeq.length > 0 && Arrays.stream(nextSeq).allMatch(Sequence::isPossible),
                    "nextSeq must be numbers from 1 to 2^53 - 1");
        }
    }

    /** The value under the key of the settled files of a source. */
    private record Settled(
            @JsonDeserialize(using = VersionNumber.class) int version, List<FileState> files) {
        private Settled {
            files = files == null ? List.of() : files;
        }
    }

    private StateJson() {}

    static byte[] write(IngestorState state) {
        List<FileState> growing =
                state.files().stream().filter(file -> !file.settled()).toList();
        return CheckpointJson.write(new Whole(VERSION, state.with(new IngestorState.Followed(state.floor(), growing))));
    }

    static byte[] writeSettled(IngestorState state) {
        return CheckpointJson.write(new Settled(VERSION, state.settled()));
    }

    static IngestorState parse(byte[] bytes, byte @Nullable [] settled) {
        Whole whole = CheckpointJson.read(bytes, Whole.class);
        IngestorState state = whole.state;
        List<FileState> files = new ArrayList<>(state.files());
        if (settled != null) {
            addSettled(files, settled(settled), state.floor());
        }
        if (whole.version < FIRST_WITH_SETTLED) {
            // If a file was missing at the next start, those versions reported only the bytes that they had seen of it,
            // as for a settled file.
            for (int i = 0; i < files.size() - 1; i++) {
                files.set(i, files.get(i).asSettled());
            }
        }
        return state.with(new IngestorState.Followed(state.floor(), List.copyOf(files)));
    }

    private static List<FileState> settled(byte[] bytes) {
        try {
            return CheckpointJson.read(bytes, Settled.class).files;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "its settled files, under the key that ends in /settled: " + e.getMessage(), e);
        }
    }

    private static void addSettled(List<FileState> files, List<FileState> settled, @Nullable HourFile floor) {
        Set<HourFile> known = files.stream().map(FileState::file).collect(Collectors.toSet());
        for (FileState file : settled) {
            if (!known.contains(file.file()) && (floor == null || file.file().compareTo(floor) >= 0)) {
                files.add(file.asSettled());
            }
        }
        files.sort(Comparator.comparing(FileState::file));
    }

    /** The version is the first member, so that a newer version is recognized even if its other members cannot be read. */
    private static final class VersionNumber extends StdScalarDeserializer<Integer> {
        VersionNumber() {
            super(int.class);
        }

        @Override
        public Integer deserialize(JsonParser json, DeserializationContext context) throws IOException {
            CheckpointJson.require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "must be an integer");
            int found = json.getIntValue();
            if (found < OLDEST_VERSION || found > VERSION) {
                throw new CheckpointJson.UnknownVersionException(
                        "an ingestor's state of version " + found + ", this ingestor reads " + OLDEST_VERSION + " to "
                                + VERSION + (found > VERSION ? ": a newer one wrote it" : ""));
            }
            return found;
        }

        @Override
        public Integer getNullValue(DeserializationContext context) {
            throw new IllegalArgumentException("must be an integer");
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            throw new IllegalArgumentException("version must be there");
        }
    }
}
