package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.kafka.ParserGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the hour files of one source whose events are all committed to the topic of orders or of dead letters, and which have
 * not changed for a while. A file is kept if anything about it is uncertain. Used by one thread at a time; several processes
 * may prune the same folder.
 */
public final class Pruner {
    private final HourFolder folder;
    private final Duration keep;
    private final Supplier<@Nullable IngestorState> checkpoint;
    private final Facts facts;
    private final Clock clock;
    private final SetAside setAside;

    /**
     * @param source folder of the source, in the data folder
     * @param keep least time since the last change of a file that is deleted
     * @param checkpoint the last committed state of the ingestor of that source, null if there is none; called after the folder
     *     was listed
     */
    Pruner(Path source, Duration keep, Supplier<@Nullable IngestorState> checkpoint, Facts facts, Clock clock) {
        this(source, keep, checkpoint, facts, clock, new SetAside());
    }

    Pruner(
            Path source,
            Duration keep,
            Supplier<@Nullable IngestorState> checkpoint,
            Facts facts,
            Clock clock,
            SetAside setAside) {
        this.folder = new HourFolder(source);
        this.keep = keep;
        this.checkpoint = checkpoint;
        this.facts = facts;
        this.clock = clock;
        this.setAside = setAside;
    }

    /**
     * A pruner for the files of one ingestor, by the progress of the parsers that the settings name.
     *
     * @param source folder of the source, in the data folder
     * @param keep least time since the last change of a file that is deleted
     * @param checkpoint the last committed state of the ingestor of that source, null if there is none
     * @param step called repeatedly while waiting for Kafka
     */
    public static Pruner of(
            Settings settings,
            Path source,
            Duration keep,
            Supplier<@Nullable IngestorState> checkpoint,
            Clock clock,
            Runnable step) {
        KafkaClients clients = new KafkaClients(settings);
        Set<String> gaps = new TreeSet<>(
                List.of(clients.topics().gaps(), OutputTopics.of(settings).gaps()));
        Duration timeout = Duration.ofMillis(settings.get(PipelineOptions.STARTUP_TIMEOUT_MS));
        KafkaFacts facts = new KafkaFacts(clients, ParserGroup.of(settings), gaps, timeout, clock, step);
        return new Pruner(source, keep, checkpoint, facts, clock);
    }

    /**
     * Deletes the files that may be deleted; with {@code dryRun}, nothing is changed.
     *
     * @throws io.orderwire.runtime.process.ProcessExit if Kafka does not answer; nothing was deleted then
     */
    public PruneReport prune(boolean dryRun) {
        PruneReport report = new PruneReport(dryRun);
        HourFolder.Listing found = folder.list();
        found.troubles().forEach(report::note);
        Map<HourFile, FoundFile> files = dryRun ? found.files() : restored(found, report);
        Judge judge = new Judge(found.files(), keep, clock.millis());
        Map<HourFile, PruneDecision> decisions = new TreeMap<>();
        files.forEach((hour, file) -> decisions.put(hour, judge.judge(file)));
        IngestorState state = has(decisions) ? checkpoint.get() : null;
        Followed followed = new Followed(state == null ? IngestorState.first("", 0) : state);
        refine(files, decisions, followed::judge);
        if (state != null && has(decisions)) {
            Facts.Proof proof = facts.read(state.nextSeq());
            refine(files, decisions, proof::judge);
        }
        if (!dryRun) {
            refine(files, decisions, file -> setAside.delete(file, path -> followed.holds(file.hour(), path)));
        }
        files.forEach((hour, file) -> report.add(new Outcome(hour, file.size(), decision(decisions, hour))));
        if (!dryRun) {
            removeEmptyFolders(judge, report);
        }
        if (found.foreign() > 0) {
            report.note("left alone: " + found.foreign() + " names that are not hour files");
        }
        return report;
    }

    private interface Judgement {
        PruneDecision of(FoundFile file) throws IOException;
    }

    private static boolean has(Map<HourFile, PruneDecision> decisions) {
        return decisions.values().stream().anyMatch(PruneDecision::deletes);
    }

    private static PruneDecision decision(Map<HourFile, PruneDecision> decisions, HourFile hour) {
        return Objects.requireNonNull(decisions.get(hour));
    }

    /** Applies another decision to the files that no earlier decision keeps. */
    private static void refine(
            Map<HourFile, FoundFile> files, Map<HourFile, PruneDecision> decisions, Judgement judgement) {
        files.forEach((hour, file) -> {
            if (decision(decisions, hour).deletes()) {
                try {
                    decisions.put(hour, judgement.of(file));
                } catch (IOException e) {
                    decisions.put(hour, PruneDecision.keep(Reason.FAILED, "it cannot be examined or deleted: " + e));
                }
            }
        });
    }

    /** Restores the names of the files that an interrupted prune set aside, so that they are handled like all others. */
    private static Map<HourFile, FoundFile> restored(HourFolder.Listing found, PruneReport report) {
        Map<HourFile, FoundFile> files = new TreeMap<>();
        List<FoundFile> left = new ArrayList<>(found.left());
        found.files().forEach((hour, file) -> {
            if (!file.isSetAside()) {
                files.put(hour, file);
            } else if (isRestored(file, report)) {
                files.put(hour, new FoundFile(hour, SetAside.original(file.path()), file.identity()));
            }
        });
        for (FoundFile file : left) {
            FoundFile present = files.get(file.hour());
            if (present == null || !isSecondName(file, present, report)) {
                report.note("kept " + file.path() + ": an interrupted prune left it, and its hour has another file");
            }
        }
        return files;
    }

    private static boolean isRestored(FoundFile aside, PruneReport report) {
        try {
            return SetAside.restore(aside.path());
        } catch (IOException e) {
            report.note("kept " + aside.path() + ", which an interrupted prune left: " + e);
            return false;
        }
    }

    /** Removes the name of an interrupted prune if the file has its hour's name as well. */
    private static boolean isSecondName(FoundFile aside, FoundFile present, PruneReport report) {
        Object key = aside.identity().key();
        if (key == null || !key.equals(present.identity().key())) {
            return false;
        }
        try {
            Files.deleteIfExists(aside.path());
        } catch (IOException e) {
            report.note(aside.path() + " cannot be removed: " + e);
        }
        return true;
    }

    /** Removes empty folders of past dates; the newest folder is kept. */
    private void removeEmptyFolders(Judge judge, PruneReport report) {
        HourFolder.Listing now = folder.list();
        int newest = Math.max(
                now.empty().isEmpty() ? -1 : now.empty().lastKey(),
                now.files().isEmpty() ? -1 : now.files().lastKey().date());
        now.empty().forEach((date, path) -> {
            try {
                if (date != newest && !judge.mayGetFiles(date) && HourFolder.remove(path)) {
                    report.note("removed the empty folder " + path.getFileName());
                }
            } catch (IOException e) {
                report.note(path + " cannot be removed: " + e);
            }
        });
    }
}
