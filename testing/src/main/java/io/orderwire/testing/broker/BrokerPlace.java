package io.orderwire.testing.broker;

import io.orderwire.testing.network.Host;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a broker runs.
 *
 * @param address host and port for clients
 * @param controllerAddress host and port for the other controllers
 * @param launcher words that precede the command of Java
 */
record BrokerPlace(String address, String controllerAddress, List<String> launcher) {
    private static final String LOOPBACK = "127.0.0.1:";

    /** Places on this machine, on ports that are free now. */
    static List<BrokerPlace> loopback(int count) {
        List<Integer> ports = FixedPorts.take(2 * count);
        return IntStream.range(0, count)
                .mapToObj(i -> new BrokerPlace(LOOPBACK + ports.get(2 * i), LOOPBACK + ports.get(2 * i + 1), List.of()))
                .toList();
    }

    /** The place on a host that runs nothing else, on Kafka's usual ports. */
    static BrokerPlace on(Host host) {
        return new BrokerPlace(host.address() + ":9092", host.address() + ":9093", host.launcher());
    }
}
