package io.orderwire.runtime.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a port answers. A web page can have its own name resolve to any address, and then read what is
 * there as if it were its own (DNS rebinding): a name counts only if it was configured. An address cannot be rebound.
 */
public final class AllowedHosts {
    private static final String THIS_MACHINE = "localhost";

    private final String option;
    private final Set<String> listed;
    private final @Nullable String bound;

    /**
     * Accepts addresses, {@code localhost} and these.
     *
     * @param option that lists names
     * @param listed as {@link HostName#of} returns them
     * @param bound what the port is bound to, which counts too if it is a name
     */
    public AllowedHosts(String option, List<String> listed, String bound) {
        this.option = option;
        this.listed = Set.copyOf(new HashSet<>(listed));
        this.bound = HostName.canonical(bound);
    }

    /** Whether a request to that host may be answered, whatever the port. */
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
