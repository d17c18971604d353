package io.orderwire.standalone;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.standalone.client.OrderFilter;
import io.orderwire.standalone.client.Tail;
import io.orderwire.standalone.process.SignalHook;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
    /** What RFC 6750 lets a bearer token be. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", paramLabel = "WS", description = "The gateway's WebSocket, default ${DEFAULT-VALUE}.")
    private String url = "ws://127.0.0.1:8080/ws";

    @Mixin
    private TrustOption trust = new TrustOption();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File whose first line is the bearer token to bring along, where the gateway asks for one.")
    private @Nullable Path tokenFile;

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

    @Override
    public Integer call() throws InterruptedException {
        URI uri = uri();
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        SignalHook hook = new SignalHook(ExitCode.OK::code);
        Tail tail =
                new Tail(uri, trust.context(uri), token(), new OrderFilter(coins, users, statuses), out, System.err);
        int code = tail.run();
        hook.close();
        return code;
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            return null;
        }
        try (BufferedReader reader = Files.newBufferedReader(tokenFile)) {
            String line = reader.readLine();
            if (line != null && TOKEN.matcher(line.strip()).matches()) {
                return line.strip();
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--token-file cannot be read: " + e, e);
        }
        throw new ParameterException(
                spec.commandLine(), "--token-file is '" + tokenFile + "', whose first line is no token");
    }

    private URI uri() {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException expected) {
            // Said below, as for an address of another kind.
        }
        throw new ParameterException(
                spec.commandLine(), "--url is '" + url + "', expected ws://HOST:PORT/ws or wss://");
    }
}
