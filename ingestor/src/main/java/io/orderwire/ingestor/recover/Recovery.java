package io.orderwire.ingestor.recover;

import io.orderwire.orders.Source;
import io.orderwire.runtime.kafka.CompactedTopic;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what was committed last: it is the truth, whatever this or another process believes. */
public final class Recovery {
    private final KafkaClients clients;
    private final Source source;
    private final int partitions;
    private final Duration timeout;

    /** Reads the state of that source, for a raw topic of so many partitions. */
    public Recovery(KafkaClients clients, Source source, int partitions, Duration timeout) {
        this.clients = clients;
        this.source = source;
        this.partitions = partitions;
        this.timeout = timeout;
    }

    /**
     * The last committed state, as {@code owner}'s to go on from. Sequences and totals are those written last by any
     * source; positions are this source's own, none when it has none. Jumps that another source left uncounted stay so:
     * nobody reads its files any more.
     *
     * @throws ProcessExit {@link ExitCode#KAFKA} when the state belongs to another number of partitions
     */
    public IngestorState lastCommitted(String owner) {
        Map<String, byte[]> states =
                CompactedTopic.readToEnd(clients, clients.topics().ingestor(), timeout);
        if (states.isEmpty()) {
            return IngestorState.first(owner, partitions);
        }
        List<byte[]> inOrder = new ArrayList<>(states.values());
        IngestorState newest = IngestorState.parse(inOrder.get(inOrder.size() - 1));
        if (newest.nextSeq().length != partitions) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    clients.topics().raw() + " has " + partitions + " partitions, and the state in "
                            + clients.topics().ingestor() + " knows " + newest.nextSeq().length);
        }
        byte[] own = states.get(source.option());
        IngestorState positions = own == null ? IngestorState.first(owner, partitions) : IngestorState.parse(own);
        boolean otherSource = own != inOrder.get(inOrder.size() - 1);
        return new IngestorState(
                owner,
                positions.floor(),
                positions.files(),
                newest.nextSeq(),
                otherSource ? newest.totals().andVanished(newest.jumps().size()) : newest.totals(),
                otherSource ? List.of() : newest.jumps(),
                positions.lastBlock());
    }

    /** Who wrote the last committed state; empty when there is none. */
    public String lastOwner() {
        List<byte[]> states = new ArrayList<>(
                CompactedTopic.readToEnd(clients, clients.topics().ingestor(), timeout)
                        .values());
        return states.isEmpty()
                ? ""
                : IngestorState.parse(states.get(states.size() - 1)).owner();
    }
}
