package io.orderwire.benchmarks.attackers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attackers' process. On standard input it is given the name of a scenario, which begins it, and an empty line, which
 * ends it; then it prints what it counted, each count before its text, and an empty line. It ends with its input.
 */
public final class AttackersMain {
    /** Another address than the witness has, so that limits per address apply to the attackers alone. */
    private static final String ADDRESS = "127.0.0.2";

    private final Target target;
    private @Nullable AttackLoop loop;
    private Tally tally = new Tally();

    private AttackersMain(Target target) {
        this.target = target;
    }

    /** Takes the gateway's WebSocket address, and the percentage of each attack. */
    public static void main(String[] args) throws IOException {
        AttackersMain main = new AttackersMain(new Target(URI.create(args[0]), Integer.parseInt(args[1])));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.isEmpty()) {
                main.end();
            } else {
                main.begin(Scenario.parse(line).get(0));
            }
        }
        System.exit(0);
    }

    private void begin(Scenario scenario) throws IOException {
        tally = new Tally();
        loop = new AttackLoop(
                scenario.attack(target, tally),
                new InetSocketAddress(ADDRESS, 0),
                new InetSocketAddress(target.ws().getHost(), target.ws().getPort()),
                tally);
    }

    private void end() throws IOException {
        Objects.requireNonNull(loop, "no scenario was begun").close();
        tally.counts().forEach((text, count) -> System.out.println(count + " " + text));
        System.out.println();
    }
}
