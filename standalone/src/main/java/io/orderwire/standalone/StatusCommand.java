package io.orderwire.standalone;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.standalone.client.StatusPart;
import io.orderwire.standalone.client.StatusRequest;
import io.orderwire.standalone.client.StatusWatch;
import io.orderwire.standalone.process.Terminal;
import io.orderwire.standalone.status.KafkaPart;
import io.orderwire.standalone.status.KafkaReading;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
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

    @Option(names = "--json", description = "As JSON: the gateway's stats, and what Kafka shows.")
    private boolean json;

    @Option(names = "--watch", description = "Shows it again every two seconds, until Ctrl-C.")
    private boolean watch;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers, for topics, files, processes, losses; default 127.0.0.1:9092 without --url.")
    private @Nullable String kafka;

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() throws InterruptedException {
        URI uri = uri();
        SSLContext tls = trust.context(uri);
        String bearer = token.token();
        config.flag(PipelineOptions.BOOTSTRAP_SERVERS, kafka);
        Settings settings = config.load().load();
        StatusWatch.Look look = out -> new StatusRequest(uri, tls, bearer, out, watch && !json ? out : System.err)
                .run(json, asksKafka(settings) ? kafka(settings) : null);
        return watch ? new StatusWatch(System.out, !json && Terminal.isOutput()).run(look) : look.show(System.out);
    }

    private static StatusPart kafka(Settings settings) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        return new KafkaPart(new KafkaReading(settings, clock).read(), clock.millis());
    }

    /** The Kafka of this machine may belong to another installation than a gateway that the user names. */
    private boolean asksKafka(Settings settings) {
        boolean named = settings.passedThrough("kafka.").containsKey("bootstrap.servers");
        return named || !spec.commandLine().getParseResult().hasMatchedOption("--url");
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
