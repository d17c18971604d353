package io.orderwire.ingestor;

import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.tail.Tailer;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the first recovery of a process treats the positions of the checkpoint that it finds.
 *
 * @param reset discard them
 * @param takeOver discard them if the checkpoint was written for another folder, which is an error otherwise
 */
record FirstStart(boolean reset, boolean takeOver) {
    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);

    /** Largest number of files that the error names because they contradict a checkpoint. */
    private static final int NAMED_FILES = 4;

    /** Lets the tailer resume from the first checkpoint of a process. */
    void resume(Tailer tailer, IngestorState state) throws IOException {
        if (takesOver(tailer, state)) {
            log.warn("the checkpoint is of another folder: its positions are discarded");
            tailer.takeOver(state);
        } else if (reset) {
            tailer.reset(state);
        } else {
            tailer.restore(state);
        }
    }

    /**
     * Whether to discard the positions of a checkpoint because it was written for another folder. Called only at the start: a
     * file that is replaced while the process runs is the next generation of a known file.
     *
     * @throws ProcessExit {@link ExitCode#DATA_FOLDER} if it was, and {@link #takeOver()} is false
     */
    boolean takesOver(Tailer tailer, IngestorState state) {
        List<Path> files = tailer.foreignFiles(state);
        if (files.isEmpty()) {
            return false;
        }
        if (!takeOver) {
            String named = files.stream().limit(NAMED_FILES).map(Path::toString).collect(Collectors.joining(", "))
                    + (files.size() > NAMED_FILES ? " and " + (files.size() - NAMED_FILES) + " more" : "");
            throw new ProcessExit(
                    ExitCode.DATA_FOLDER,
                    "the checkpoint does not belong to this data folder, but to that of another node or network: "
                            + named + " hold other bytes than were read of them. Use the former folder or another "
                            + PipelineOptions.TOPICS_PREFIX.name()
                            + ", or discard the checkpoint's positions with --take-over ("
                            + IngestorOptions.TAKE_OVER.name() + "=true)");
        }
        return true;
    }
}
