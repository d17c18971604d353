package io.orderwire.benchmarks.attackers;

import java.net.URI;
import java.util.List;

/**
 * The gateway that is attacked, and how hard.
 *
 * @param ws its address for WebSocket clients
 * @param percent of the connections and subscriptions that the scenarios name, at least one of each
 */
record Target(URI ws, int percent) {
    int scaled(int count) {
        return Math.max(1, (int) ((long) count * percent / 100));
    }

    String authority() {
        return ws.getAuthority();
    }

    /** WebSocket clients that follow a script. */
    Attack clients(int connections, int readBytesPerSecond, boolean compressed, Script script, Tally tally) {
        return new Attack(
                scaled(connections),
                readBytesPerSecond,
                index -> new WebSocketPeer(authority(), compressed, script, index, tally));
    }

    /** Clients with that many subscriptions each, which read all that they get. */
    Attack subscribers(int connections, int each, Script.Subscription subscription, Tally tally) {
        return clients(connections, Attack.UNLIMITED, false, Script.subscriptions(scaled(each), subscription), tally);
    }

    /** Connections that ask for these paths, one request at a time each. */
    Attack requests(int connections, int readBytesPerSecond, List<String> paths, Tally tally) {
        return new Attack(
                scaled(connections), readBytesPerSecond, index -> new HttpPeer(authority(), paths, index, tally));
    }
}
