package io.orderwire.benchmarks.attackers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The attacks, one for each kind of cost, all within the limits of the configuration as it is by default. */
enum Scenario {
    NOTIONAL("990 subscriptions of one client that never match: only a minNotional, each another"),
    MATCHING("990 filters of one client, each another, that all match every order"),
    UNBATCHED("990 times all orders with batchMs 0 for one client, under different ids"),
    STATUSES("990 filters of one client with the most traded coin and a status that never comes, each another"),
    USERS("4 clients with 30 filters of 1,000 users each and 4 with 990 small ones: all the memory for filters"),
    REPLAYS("6 clients with 100 replays each from the earliest order, with filters that never match"),
    FORGED("5 clients with 100 subscriptions each behind a cursor with raised sequences"),
    CHURN("20 clients that subscribe and unsubscribe a filter of 1,000 users as fast as they may"),
    SLOW_READERS("200 clients of all orders that read 2,000 bytes a second"),
    FIREHOSES("100 clients of all orders that read as fast as they can"),
    SILENT("3,050 TCP connections that say nothing"),
    HANDSHAKES("8 connections that do one handshake after the other"),
    SEARCHES("8 connections that search for what is not there, one search after the other"),
    SLOW_SEARCHES("8 connections that search for 1,000 orders and read 2,000 bytes a second of the answer"),
    POLLING("8 connections that ask for /stats and the page, one request after the other"),
    PINGS("100 clients that send pings, pongs and posts as fast as they may"),
    INFLATED("20 clients that send compressed pings of 65,000 bytes as fast as they may"),
    COMPRESSED("50 compressed clients of all orders, each by another filter");

    private final String text;

    Scenario(String text) {
        this.text = text;
    }

    /** Name on the command line. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it does. */
    String text() {
        return text;
    }

    /** The attack on that gateway, which counts there what it gets. */
    Attack attack(Target target, Tally tally) {
        return Attacks.of(this, target, tally);
    }

    /**
     * Reads names separated by commas; {@code all} stands for all of them.
     *
     * @throws IllegalArgumentException naming the ones that there are
     */
    static List<Scenario> parse(String names) {
        if (names.equals("all")) {
            return List.of(values());
        }
        return Arrays.stream(names.split(",", -1)).map(Scenario::of).toList();
    }

    private static Scenario of(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.option().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenarios has " + name + ", expected all or some of "
                        + Arrays.stream(values()).map(Scenario::option).collect(Collectors.joining(","))));
    }
}
