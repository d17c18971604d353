package io.orderwire.testing.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts with separate addresses behind one router, each a network namespace of this machine. The router, which is a
 * namespace too, drops packets on request: neither end of a connection notices, as with a cable that is unplugged
 * somewhere between two routers. The test itself is one more host, with the network of the machine. Not thread-safe.
 */
public final class TestNetwork implements AutoCloseable {
    /** Of the range for measurements of networks (RFC 2544), which no real host has. */
    private static final String RANGE = "198.18.";

    private static final int MOST_HOSTS = 60;
    private static final AtomicInteger NETWORKS = new AtomicInteger();

    private final int number = NETWORKS.incrementAndGet();
    private final String router = Namespaces.name(number, "router");
    private final String testLink = "ow" + ProcessHandle.current().pid() + "x" + number;
    private final String subnet;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<String> namespaces = new ArrayList<>();
    private int addresses;

    private TestNetwork(String subnet) {
        this.subnet = subnet;
    }

    /** Creates hosts with these names; skips the test if this machine or user cannot. */
    public static TestNetwork of(String... names) {
        Namespaces.require();
        Namespaces.deleteLeftovers();
        TestNetwork network = new TestNetwork(freeSubnet());
        try {
            network.createRouter();
            for (String name : names) {
                network.createHost(name);
            }
            return network;
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    /** The first three bytes of a network of 256 addresses that this machine does not know. */
    private static String freeSubnet() {
        String routes = NetworkCommand.run("ip -4 route show table all");
        while (true) {
            String subnet = RANGE + ThreadLocalRandom.current().nextInt(256) + ".";
            if (!routes.contains(subnet)) {
                return subnet;
            }
        }
    }

    private void createRouter() {
        addNamespace(router);
        NetworkCommand.run("ip netns exec " + router + " sysctl -q -w net.ipv4.ip_forward=1");
        NetworkCommand.run("ip link add name " + testLink + " type veth peer name test netns " + router);
        connect("", testLink, "test");
        NetworkCommand.run("ip route add " + subnet + "0/24 via " + routerAddress(0));
    }

    private void createHost(String name) {
        if (addresses >= MOST_HOSTS) {
            throw new IllegalArgumentException("more than " + MOST_HOSTS + " hosts");
        }
        String namespace = Namespaces.name(number, name);
        String link = "host-" + addresses;
        addNamespace(namespace);
        NetworkCommand.run(
                "ip -n " + router + " link add name " + link + " type veth peer name eth0 netns " + namespace);
        NetworkCommand.run("ip -n " + namespace + " link set dev lo up");
        int index = addresses;
        connect("-n " + namespace + " ", "eth0", link);
        NetworkCommand.run("ip -n " + namespace + " route add default via " + routerAddress(index));
        hosts.put(name, new Host(name, namespace, hostAddress(index)));
    }

    private void addNamespace(String namespace) {
        NetworkCommand.run("ip netns add " + namespace);
        namespaces.add(namespace);
    }

    /** Gives both ends of a link the next two addresses, and turns them on. */
    private void connect(String where, String hostEnd, String routerEnd) {
        NetworkCommand.run("ip " + where + "addr add " + hostAddress(addresses) + "/30 dev " + hostEnd);
        NetworkCommand.run("ip " + where + "link set dev " + hostEnd + " up");
        NetworkCommand.run("ip -n " + router + " addr add " + routerAddress(addresses) + "/30 dev " + routerEnd);
        NetworkCommand.run("ip -n " + router + " link set dev " + routerEnd + " up");
        addresses++;
    }

    private String hostAddress(int index) {
        return subnet + (4 * index + 2);
    }

    private String routerAddress(int index) {
        return subnet + (4 * index + 1);
    }

    /** The host of that name. */
    public Host host(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("no host " + name + ", only " + hosts.keySet());
        }
        return host;
    }

    /** Drops all packets from and to a host, until {@link #reconnect}. */
    public void cutOff(Host host) {
        filter("-I", host);
    }

    /** Lets the packets of a host pass again. */
    public void reconnect(Host host) {
        filter("-D", host);
    }

    private void filter(String action, Host host) {
        forward(action, "-s " + host.address() + " -j DROP");
        forward(action, "-d " + host.address() + " -j DROP");
    }

    /**
     * Drops some of the packets between two hosts, in both directions, at random, until {@link #stopLoss}.
     *
     * @param share between 0 and 1
     */
    public void lose(double share, Host one, Host other) {
        lose("-A", share, one, other);
    }

    /** Stops what {@link #lose} began with the same parameters. */
    public void stopLoss(double share, Host one, Host other) {
        lose("-D", share, one, other);
    }

    private void lose(String action, double share, Host one, Host other) {
        String random = " -m statistic --mode random --probability " + share + " -j DROP";
        forward(action, "-s " + one.address() + " -d " + other.address() + random);
        forward(action, "-s " + other.address() + " -d " + one.address() + random);
    }

    private void forward(String action, String rule) {
        NetworkCommand.run("ip netns exec " + router + " iptables -w " + action + " FORWARD " + rule);
    }

    /** Kills the processes on all hosts, and removes the hosts; one that cannot be removed does not keep the others. */
    @Override
    public void close() {
        List<String> failures = new ArrayList<>();
        for (String namespace : namespaces) {
            try {
                Namespaces.delete(namespace);
            } catch (RuntimeException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        namespaces.clear();
        // The link of the test ends with the router's namespace, which the kernel removes a moment later.
        NetworkCommand.failure("ip link delete dev " + testLink);
        if (!failures.isEmpty()) {
            throw new IllegalStateException("the network is not removed: " + String.join("; ", failures));
        }
    }
}
