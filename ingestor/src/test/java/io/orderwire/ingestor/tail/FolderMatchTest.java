package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderMatchTest {
    /** The fate of a file that was read. */
    private enum Fate {
        SAME,
        GROWN,
        OTHER_BYTES,
        OTHER_AND_GROWN,
        SHORTER,
        SHORTER_AND_OTHER,
        SHORTER_AND_OTHER_BUT_HEAD_UNKNOWN,
        SHORTER_THAN_THE_HEAD_AND_OTHER,
        GONE,
        UNREADABLE,
        NEVER_READ;

        boolean matches() {
            return this == SAME || this == GROWN;
        }

        boolean contradicts() {
            return this == OTHER_BYTES || this == OTHER_AND_GROWN || this == SHORTER_AND_OTHER;
        }
    }

    private static final int ROUNDS = 200;

    /** Number of bytes at each end of a file that are compared. */
    private static final int HEAD = 1_024;

    @TempDir
    private Path folder;

    @Test
    void shouldTakeAFolderForForeignIfSeveralFilesContradictAndNoneMatches() throws IOException {
        long seed = Long.getLong("orderwire.seed", System.nanoTime());
        Random random = new Random(seed);
        int foreign = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Fate> fates = fates(random);
            List<FileState> checkpoint = new ArrayList<>();
            List<Path> contradicting = new ArrayList<>();
            for (int i = 0; i < fates.size(); i++) {
                Path path = folder.resolve(round + "-" + i);
                checkpoint.add(readThen(path, i, fates.get(i), random));
                if (fates.get(i).contradicts()) {
                    contradicting.add(path);
                }
            }
            int number = round;
            FolderMatch match = FolderMatch.of(checkpoint, file -> folder.resolve(number + "-" + file.hour()));

            String hint = "seed " + seed + ", round " + round + ": " + fates;
            boolean expected = fates.stream().noneMatch(Fate::matches) && contradicting.size() > 1;
            assertThat(match.isForeign()).as(hint).isEqualTo(expected);
            assertThat(match.contradicting()).as(hint).isEqualTo(contradicting);
            foreign += expected ? 1 : 0;
        }
        assertThat(foreign).as("foreign folders, seed " + seed).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
    }

    /** Half of them are of another node, where no file is the same. */
    private static List<Fate> fates(Random random) {
        boolean otherNode = random.nextBoolean();
        return random.ints(random.nextInt(6), 0, Fate.values().length)
                .mapToObj(index -> Fate.values()[index])
                .map(fate -> otherNode && fate.matches() ? Fate.OTHER_BYTES : fate)
                .toList();
    }

    /** Writes a file, reads a part of it, and then changes it as its fate says. */
    private static FileState readThen(Path path, int hour, Fate fate, Random random) throws IOException {
        boolean getsShorter = fate.name().startsWith("SHORTER");
        byte[] bytes = new byte[1 + random.nextInt(3_000) + (getsShorter ? HEAD : 0)];
        random.nextBytes(bytes);
        Files.write(path, bytes);
        int read = getsShorter ? HEAD + 1 + random.nextInt(bytes.length - HEAD) : 1 + random.nextInt(bytes.length);
        long offset = fate == Fate.NEVER_READ ? 0 : read;
        String tail;
        String head;
        try (FileChannel channel = FileChannel.open(path)) {
            tail = Fingerprint.before(channel, offset);
            head = fate == Fate.SHORTER_AND_OTHER_BUT_HEAD_UNKNOWN ? "" : Fingerprint.head(channel, offset);
        }
        byte[] other = bytes.clone();
        int checked = Math.min(read, HEAD);
        other[read - 1 - random.nextInt(checked)] ^= 1;
        other[random.nextInt(checked)] ^= 2;
        int shorter = HEAD + random.nextInt(Math.max(1, read - HEAD));
        byte[] left =
                switch (fate) {
                    case SAME, UNREADABLE, GONE -> bytes;
                    case GROWN -> Arrays.copyOf(bytes, bytes.length + 100);
                    case OTHER_BYTES, NEVER_READ -> other;
                    case OTHER_AND_GROWN -> Arrays.copyOf(other, bytes.length + 100);
                    case SHORTER -> Arrays.copyOf(bytes, shorter);
                    case SHORTER_AND_OTHER, SHORTER_AND_OTHER_BUT_HEAD_UNKNOWN -> Arrays.copyOf(other, shorter);
                    case SHORTER_THAN_THE_HEAD_AND_OTHER -> Arrays.copyOf(other, random.nextInt(HEAD));
                };
        Files.delete(path);
        if (fate == Fate.UNREADABLE) {
            Files.createDirectory(path);
        } else if (fate != Fate.GONE) {
            Files.write(path, left);
        }
        return new FileState(
                new HourFile(20260505, hour, random.nextInt(3)),
                new FileState.Progress(offset, offset, 0),
                3_000,
                -1,
                new FileState.Hashes(tail, head, ""),
                false);
    }
}
