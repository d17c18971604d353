package io.orderwire.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Options of an embedded broker.
 *
 * @param dataDir folder of the broker's data, formatted on the first start and kept for later ones
 * @param port TCP port for clients; 0 takes a free one
 * @param advertisedHost name or address under which other machines reach this one; the broker then listens on every
 *     interface. Null listens on loopback only
 * @param externalAddress second address under which other machines reach this one, {@code host:port}, such as that of a
 *     published port; the broker then listens on that port as well. Null if there is none
 * @param overrides broker settings by Kafka's names, which override the product's. Unknown settings are refused, and so
 *     are those of listeners, folders, roles and access, which only the product sets
 * @param users users that may read from other machines if there is an advertised host; if empty, every client may do
 *     everything
 * @param ownGroups prefixes of the names of groups that those users may not use
 */
public record BrokerOptions(
        Path dataDir,
        int port,
        @Nullable String advertisedHost,
        @Nullable String externalAddress,
        Map<String, String> overrides,
        BrokerUsers users,
        List<String> ownGroups) {

    private static final Set<String> EVERY_INTERFACE = Set.of("0.0.0.0", "::", "[::]");

    /** @throws IllegalArgumentException naming the option that is out of range */
    public BrokerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Kafka's port is " + port + ", expected 0 to 65535");
        }
        if (advertisedHost != null && advertisedHost.isBlank()) {
            throw new IllegalArgumentException("Kafka's advertised host is blank, expected a name or an address");
        }
        requireReachable("advertised host", advertisedHost, advertisedHost);
        if (externalAddress != null) {
            requireExternal(externalAddress, port, advertisedHost);
        }
        dataDir = dataDir.toAbsolutePath().normalize();
        if (dataDir.toString().indexOf(',') >= 0) {
            throw new IllegalArgumentException(
                    "Kafka's data folder " + dataDir + " has a comma in its path, which Kafka takes for a list");
        }
        overrides = Map.copyOf(overrides);
        ownGroups = List.copyOf(ownGroups);
        BrokerSettings.requireOverridable(overrides.keySet());
    }

    /** A broker without users. */
    public BrokerOptions(Path dataDir, int port, @Nullable String advertisedHost, Map<String, String> overrides) {
        this(dataDir, port, advertisedHost, null, overrides, BrokerUsers.none(), List.of());
    }

    private static void requireExternal(String address, int port, @Nullable String advertisedHost) {
        Integer external = Utils.getPort(address);
        if (Utils.getHost(address) == null || external == null || external < 1 || external > 65_535) {
            throw new IllegalArgumentException(
                    "Kafka's external address is " + address + ", expected host:port with a port of 1 to 65535");
        }
        requireReachable("external address", address, Utils.getHost(address));
        if (advertisedHost == null) {
            throw new IllegalArgumentException("Kafka's external address is " + address
                    + ", but without an advertised host the broker listens on loopback only");
        }
        if (external == port) {
            throw new IllegalArgumentException("Kafka's external address is " + address
                    + ", which has the port of the advertised host: expected another one");
        }
    }

    /** Kafka does not start with an address that stands for every interface of its machine. */
    private static void requireReachable(String what, @Nullable String given, @Nullable String host) {
        if (host != null && EVERY_INTERFACE.contains(host)) {
            throw new IllegalArgumentException("Kafka's " + what + " is " + given
                    + ", which clients cannot connect to: expected a name or an address of this machine");
        }
    }

    /** Port of the external address. */
    OptionalInt externalPort() {
        Integer external = externalAddress == null ? null : Utils.getPort(externalAddress);
        return external == null ? OptionalInt.empty() : OptionalInt.of(external);
    }

    /** A broker for this machine only. */
    public static BrokerOptions loopback(Path dataDir, int port) {
        return new BrokerOptions(dataDir, port, null, Map.of());
    }
}
