package io.orderwire.ingestor.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.orderwire.contract.position.HourFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The blocks that an ingestor which drops duplicates remembers at a checkpoint, and how to read them again after a restart. The
 * bytes of each file begin at {@link FileState#rememberedFrom()}.
 *
 * @param first lowest number of a block that should be remembered, -1 if none is
 * @param last highest number of a block
 * @param from lowest number from which on all blocks are remembered
 * @param cause why {@code from} is not {@code first}; empty if it is
 * @param restartFrom lowest number from which on the files hold all blocks, so that a restart remembers them
 * @param parts the files that contain the remembered blocks
 */
public record Remembered(
        @JsonDeserialize(using = WholeNumber.OrNone.class) long first,
        @JsonDeserialize(using = WholeNumber.OrNone.class) long last,
        @JsonDeserialize(using = WholeNumber.OrNone.class) long from,
        String cause,
        @JsonDeserialize(using = WholeNumber.OrNone.class) long restartFrom,
        @JsonProperty("files") List<Part> parts) {
    /** Nothing is remembered: the ingestor does not drop duplicates. */
    public static final Remembered NOTHING = new Remembered(-1, -1, -1, "", -1, List.of());

    /** A member is missing if another version wrote the state. */
    public Remembered {
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    /**
     * One file.
     *
     * @param to highest number of a block in it
     * @param shed ranges of its bytes that were shed, in order: their events were not delivered and are not remembered
     */
    public record Part(
            HourFile file,

            @JsonDeserialize(using = WholeNumber.OrNone.class)
            long to,

            @JsonSerialize(converter = ShedNumbers.class) @JsonDeserialize(converter = ShedRanges.class)
            List<Shed> shed) {
        /** Rejects a part without a file. */
        public Part {
            CheckpointJson.require(file != null, "file must be there");
            shed = shed == null ? List.of() : List.copyOf(shed);
        }
    }

    /**
     * Bytes that were shed.
     *
     * @param from first byte
     * @param to byte after the last one
     * @param block highest number of a block in the file before them
     */
    public record Shed(long from, long to, long block) {
        private static final int NUMBERS = 3;
    }

    /** Ranges are written as one array, with three numbers for each. */
    static final class ShedNumbers extends StdConverter<List<Shed>, long[]> {
        @Override
        public long[] convert(List<Shed> ranges) {
            return ranges.stream()
                    .flatMapToLong(range -> LongStream.of(range.from, range.to, range.block))
                    .toArray();
        }
    }

    /** Reads what {@link ShedNumbers} wrote. */
    static final class ShedRanges extends StdConverter<long[], List<Shed>> {
        @Override
        public List<Shed> convert(long[] numbers) {
            CheckpointJson.require(
                    numbers.length % Shed.NUMBERS == 0 && Arrays.stream(numbers).allMatch(number -> number >= -1),
                    "must be triples of numbers, no less than -1");
            List<Shed> ranges = new ArrayList<>();
            for (int i = 0; i < numbers.length; i += Shed.NUMBERS) {
                ranges.add(new Shed(numbers[i], numbers[i + 1], numbers[i + 2]));
            }
            return ranges;
        }
    }
}
