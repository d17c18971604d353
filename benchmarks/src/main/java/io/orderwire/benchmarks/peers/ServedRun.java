package io.orderwire.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What one server delivered.
 *
 * @param name of the server
 * @param first at the rate at which ages are compared
 * @param rates others, ascending, up to the first that was not held
 */
record ServedRun(String name, Delivery first, List<Delivery> rates) {
    /**
     * Starts a server and its clients, warms it up, and measures.
     *
     * @param firstRate at which ages are compared
     * @param rates to be tried in turn
     */
    static ServedRun measure(
            ServedPeer peer,
            PeersOptions options,
            int clients,
            int firstRate,
            List<Integer> rates,
            Consumer<String> log)
            throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.create();
                ServedPeer.Server server = peer.start(folder);
                StreamClients receivers = new StreamClients(server.url(), peer.feed(), clients)) {
            if (options.warmUpSeconds() > 0) {
                measure(server, receivers, firstRate, options.warmUpSeconds(), peer.name() + ", warm-up", log);
            }
            Delivery first = measure(server, receivers, firstRate, options.seconds(), peer.name(), log);
            List<Delivery> others = new ArrayList<>();
            for (int rate : rates) {
                Delivery delivery = measure(server, receivers, rate, options.seconds(), peer.name(), log);
                others.add(delivery);
                if (!delivery.held()) {
                    break;
                }
            }
            return new ServedRun(peer.name(), first, others);
        }
    }

    private static Delivery measure(
            ServedPeer.Server server, StreamClients receivers, int rate, int seconds, String what, Consumer<String> log)
            throws Exception {
        Delivery delivery = Delivery.measure(server.lines(), receivers, server.process(), rate, seconds);
        log.accept(String.format(
                Locale.ROOT,
                "%s: %,d lines/s, %,d of %,d received, p50 %d, p99 %d ms%s",
                what,
                rate,
                delivery.received(),
                delivery.written() * delivery.clients(),
                delivery.ages().getValueAtPercentile(50),
                delivery.ages().getValueAtPercentile(99),
                delivery.faults().isEmpty() ? "" : ", " + delivery.faults()));
        return delivery;
    }

    /** The highest rate that was held, 0 if none was. */
    int heldRate() {
        return rates.stream()
                .filter(Delivery::held)
                .mapToInt(delivery -> (int) delivery.rate())
                .max()
                .orElse(0);
    }

    /** What was wrong: at the rate of the comparison everything must arrive; at others, nothing twice. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        first.faults().forEach(fault -> broken.add(name + ": " + fault));
        if (first.lost() > 0) {
            broken.add(name + ": " + first.lost() + " orders did not arrive at the rate of the comparison");
        }
        rates.forEach(delivery -> delivery.faults().forEach(fault -> broken.add(name + ": " + fault)));
        return broken;
    }
}
