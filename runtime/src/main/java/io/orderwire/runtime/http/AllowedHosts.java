package io.orderwire.runtime.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts under which a port answers. A web page can make its own name resolve to any address, and then read the responses of
 * that address as those of its own server (DNS rebinding): a name is allowed only if it was configured. An address cannot be
 * rebound.
 */
public final class AllowedHosts {
    private static final String THIS_MACHINE = "localhost";

    private final String option;
    private final Set<String> listed;
    private final @Nullable String bound;

    /**
     * Allows addresses, {@code localhost} and these names.
     *
     * @param option name of the option that lists the names
     * @param listed the names, as {@link HostName#of} returns them
     * @param bound the host that the port is bound to, which is allowed too if it is a name
     */
    public AllowedHosts(String option, List<String> listed, String bound) {
        this.option = option;
        this.listed = Set.copyOf(new HashSet<>(listed));
        this.bound = HostName.canonical(bound);
    }

    /** Whether a request to that host may be answered, on any port. */
    public boolean allows(Authority asked) {
        return asked.literal()
                || asked.host().equals(THIS_MACHINE)
                || asked.host().equals(bound)
                || lists(asked);
    }

    /** Whether the option lists the host. */
    public boolean lists(Authority asked) {
        return listed.contains(asked.host());
    }

    /** The name of the option that lists names. */
    public String option() {
        return option;
    }
}
