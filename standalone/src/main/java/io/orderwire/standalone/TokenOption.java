package io.orderwire.standalone;

import io.orderwire.runtime.secret.SecretFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option for the bearer token, for commands that connect to a gateway. */
final class TokenOption {
    /** Syntax of a bearer token (RFC 6750, section 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File whose first line is the bearer token to bring along, where the gateway asks for one.")
    private @Nullable Path file;

    /** The token, null if no file is given. Warns if others may read the file. */
    @Nullable
    String token() {
        if (file == null) {
            return null;
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            if (line != null && TOKEN.matcher(line.strip()).matches()) {
                SecretFile.exposure(file).ifPresent(warning -> System.err.println("orderwire: " + warning));
                return line.strip();
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--token-file cannot be read: " + e, e);
        }
        throw new ParameterException(
                spec.commandLine(), "--token-file is '" + file + "', whose first line is not a token");
    }
}
