package io.orderwire.standalone;

import io.orderwire.standalone.client.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option for trusted certificates, for commands that connect to a gateway. */
final class TrustOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "PEM file of certificates to trust, where the gateway speaks TLS; default those that Java trusts.")
    private @Nullable Path file;

    /** The TLS context for connections to {@code url}. */
    SSLContext context(URI url) {
        if (file == null) {
            return Trust.ofJava();
        }
        if (!"wss".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new ParameterException(spec.commandLine(), "--ca is of no use without TLS: --url is '" + url + "'");
        }
        try {
            return Trust.of(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--ca is '" + file + "': " + e.getMessage(), e);
        }
    }
}
