package io.orderwire.ingestor.prune;

import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.kafka.ParserGroup;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads from Kafka which events were parsed and which were lost. The parsers' offsets are read first: the parsers commit a loss
 * together with the offsets after it, so the topics of gaps, which are read later and to their end, report every loss before
 * those offsets. Every call has a timeout.
 */
final class KafkaFacts implements Facts {
    private static final String CLIENT_ID = "orderwire-prune";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration REPORT_WITHIN = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final ParserGroup group;
    private final Set<String> gaps;
    private final Duration timeout;
    private final Clock clock;
    private final Runnable step;

    /**
     * @param group of the parsers
     * @param gaps the topics of gaps, of the ingestor and of the parsers
     * @param timeout timeout of each call, and of reading a topic
     * @param clock clock for the age of gaps, which is compared with the retention of their topics
     * @param step called repeatedly while waiting for Kafka
     */
    KafkaFacts(
            KafkaClients clients, ParserGroup group, Set<String> gaps, Duration timeout, Clock clock, Runnable step) {
        this.clients = clients;
        this.group = group;
        this.gaps = gaps;
        this.timeout = timeout;
        this.clock = clock;
        this.step = step;
    }

    @Override
    public Proof read(long[] nextSeq) {
        Admin admin = clients.admin(CLIENT_ID);
        BoundedConsumer consumer = new BoundedConsumer(clients, CLIENT_ID, timeout, step);
        try {
            BoundedAdmin bounded = new BoundedAdmin(admin, timeout, step, clients.refusal());
            Unparsed unparsed =
                    new UnparsedScan(bounded, consumer, clients.topics().raw()).read(group, nextSeq);
            awaitReports();
            return new Proof(unparsed, new LossScan(bounded, consumer, clock).read(gaps));
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (InterruptException e) {
            throw e;
        } catch (TimeoutException | KafkaException e) {
            throw failed(e);
        } finally {
            consumer.close();
            admin.close(Duration.ZERO);
        }
    }

    /**
     * Waits, because a parser that sheds blocks may commit the offset after them before it reports them with the first record
     * at that offset.
     */
    private void awaitReports() {
        long until = System.nanoTime() + REPORT_WITHIN.toNanos();
        while (System.nanoTime() < until) {
            step.run();
            LockSupport.parkNanos(POLL.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptException("interrupted while waiting for reports of losses");
            }
        }
    }

    private ProcessExit failed(Throwable cause) {
        return new ProcessExit(
                ExitCode.KAFKA,
                "Kafka at " + clients.bootstrapServers() + " does not show which records are parsed: "
                        + clients.refusal().describe(cause, KafkaRefusal.Use.READING),
                cause);
    }
}
