package io.orderwire.benchmarks.crash;

import io.orderwire.contract.topic.Topics;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.Guarantees;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What must hold when all is quiet: topics and account against an independent reading of the files. */
final class CrashCheck {
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(20);
    private static final long ROUND_MS = 500;
    private static final int HTTP_OK = 200;

    private final CheckedPipeline pipeline;
    private final int partitions;
    private final HttpClient http = HttpClient.newHttpClient();
    private String stats = "";

    CrashCheck(CheckedPipeline pipeline, int partitions) {
        this.pipeline = pipeline;
        this.partitions = partitions;
    }

    /**
     * Waits until the pipeline says that all events written have been found and have become something.
     *
     * @throws AssertionError with its last answer when that is not so in time
     */
    void awaitQuiet(long written, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isQuiet(written)) {
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError(written + " events were written, and after " + timeout.toSeconds()
                        + " s the pipeline's account is " + stats);
            }
            TimeUnit.MILLISECONDS.sleep(ROUND_MS);
        }
    }

    private boolean isQuiet(long written) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(pipeline.stats())
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            stats = answer.body();
            if (answer.statusCode() != HTTP_OK) {
                return false;
            }
            Accounts reported = Accounts.parse(stats);
            long handled = reported.skippedAtIngest()
                    + reported.duplicates()
                    + reported.orders()
                    + reported.deadLetters()
                    + reported.shedByParser();
            return reported.found() == written && handled == written && stats.contains("\"exact\":true");
        } catch (IOException expected) {
            return false;
        }
    }

    /** Orders that the pipeline's account names. */
    long orders() {
        return Accounts.parse(stats).orders();
    }

    /** The answer to {@code /stats} when all was quiet. */
    String stats() {
        return stats;
    }

    /**
     * Reads files and topics whole.
     *
     * @return what the files hold
     * @throws AssertionError saying which promises are broken by which events
     */
    FileCounts check() {
        Guarantees promises = Guarantees.exactlyOnceInOrder(partitions);
        Accounted account = new Accounted();
        Guarantees all = Guarantees.of(promises, account);
        FileCounts counts =
                NodeFiles.of(pipeline.data(), pipeline.source()).read((FileEvent event) -> all.produced(event));
        account.files(counts).reported(Accounts.parse(stats));
        for (String topic :
                new String[] {Topics.DEFAULT.orders(), Topics.DEFAULT.deadLetters(), Topics.DEFAULT.gaps()}) {
            KafkaReads.forEachCommitted(pipeline.kafka(), topic, READ_TIMEOUT, all::record);
        }
        all.check();
        return counts;
    }
}
