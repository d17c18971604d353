package io.orderwire.standalone;

import io.orderwire.standalone.client.StatusRequest;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Says how the pipeline is; exits with 0 when well or warming, 1 degraded, 2 unreachable.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", paramLabel = "HTTP", description = "A gateway, default ${DEFAULT-VALUE}.")
    private String url = "http://127.0.0.1:8080/";

    @Mixin
    private TrustOption trust = new TrustOption();

    @Mixin
    private TokenOption token = new TokenOption();

    @Option(names = "--json", description = "As the gateway says it.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        URI uri = uri();
        return new StatusRequest(uri, trust.context(uri), token.token(), System.out, System.err).run(json);
    }

    private URI uri() {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException expected) {
            // Reported below, like a URL with another scheme.
        }
        throw new ParameterException(
                spec.commandLine(), "--url is '" + url + "', expected http://HOST:PORT/ or https://");
    }
}
