package io.orderwire.standalone;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.standalone.client.ShownOrders;
import io.orderwire.standalone.client.Tail;
import io.orderwire.standalone.client.TailOutput;
import io.orderwire.standalone.process.SignalHook;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "tail",
        description = "Prints live orders from a gateway.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class TailCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", paramLabel = "WS", description = "The gateway's WebSocket, default ${DEFAULT-VALUE}.")
    private String url = "ws://127.0.0.1:8080/ws";

    @Mixin
    private TrustOption trust = new TrustOption();

    @Mixin
    private TokenOption token = new TokenOption();

    @Option(names = "--coin", paramLabel = "COIN", split = ",", description = "Only this coin; several are possible.")
    private List<String> coins = List.of();

    @Option(names = "--user", paramLabel = "USER", split = ",", description = "Only this user; several are possible.")
    private List<String> users = List.of();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description = "Only this status; several are possible.")
    private List<String> statuses = List.of();

    @Option(
            names = "--ages",
            description = "Before each order, how old it is in ms by this host's clock: from its block_time, and from"
                    + " when the ingestor read it from the file.")
    private boolean ages;

    @Override
    public Integer call() throws InterruptedException {
        URI uri = uri();
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        SignalHook hook = new SignalHook(ExitCode.OK::code);
        TailOutput output = new TailOutput(out, System.err, ages, Clock.systemUTC());
        Tail tail = new Tail(uri, trust.context(uri), token.token(), new ShownOrders(coins, users, statuses), output);
        int code = tail.run();
        hook.close();
        return code;
    }

    private URI uri() {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException expected) {
            // Reported below, like a URL with another scheme.
        }
        throw new ParameterException(
                spec.commandLine(), "--url is '" + url + "', expected ws://HOST:PORT/ws or wss://");
    }
}
