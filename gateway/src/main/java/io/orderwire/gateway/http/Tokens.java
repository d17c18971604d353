package io.orderwire.gateway.http;

import io.orderwire.contract.text.Unicode;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may read. A file names the holders of bearer tokens, one per line: a name, the token's SHA-256 in hexadecimal digits,
 * and optionally the time until which it is valid, {@code 2027-01-31T00:00:00Z}; lines that begin with {@code #} are ignored.
 * The file is read again when it changes; a file with a fault changes nothing then. Thread-safe.
 */
public final class Tokens {
    private static final Logger log = LoggerFactory.getLogger(Tokens.class);
    private static final int MOST_BYTES = 1 << 20;
    private static final String SCHEME = "bearer ";
    private static final int HASH_DIGITS = 64;

    /** Hashes that a shell command produces if its variable is not set, without and with a line feed. */
    private static final Set<String> HASHES_OF_NOTHING = Set.of(hash(""), hash("\n"), hash("\r\n"));

    /**
     * One token.
     *
     * @param hash SHA-256 of it, hexadecimal digits in lower case
     * @param expires null if it does not expire
     */
    record Token(String name, String hash, @Nullable Instant expires) {}

    /** Attributes that show a change of the file, {@link #NONE} if the file does not exist. */
    private record State(
            @Nullable FileTime time, long size, @Nullable Object key) {
        static final State NONE = new State(null, 0, null);

        static State of(Path file) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                return new State(found.lastModifiedTime(), found.size(), found.fileKey());
            } catch (IOException expected) {
                return NONE;
            }
        }
    }

    private final @Nullable Path file;
    private final Clock clock;
    private volatile Map<String, Token> tokens = Map.of();
    private State state = State.NONE;

    private Tokens(@Nullable Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Does not require tokens. */
    public static Tokens none() {
        return new Tokens(null, Clock.systemUTC());
    }

    /**
     * Admits the holders of the tokens in a file.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} naming the file and its line, if it cannot be read or holds no token
     */
    public static Tokens of(Path file, Clock clock) {
        Tokens made = read(file, clock);
        SecretFile.exposure(file).ifPresent(log::warn);
        return made;
    }

    /**
     * Checks a file of tokens.
     *
     * @throws ProcessExit {@link ExitCode#USAGE}, as {@link #of}
     */
    public static void check(Path file) {
        read(file, Clock.systemUTC());
    }

    private static Tokens read(Path file, Clock clock) {
        Tokens made = new Tokens(file, clock);
        made.state = State.of(file);
        try {
            made.read(file);
            return made;
        } catch (IOException e) {
            throw new ProcessExit(ExitCode.USAGE, "the tokens cannot be read: " + e.getMessage(), e);
        }
    }

    /** True if reading requires a token. */
    boolean required() {
        return file != null;
    }

    /** The valid token in a header {@code Authorization}, otherwise null. */
    @Nullable
    Token of(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return null;
        }
        return ofText(authorization.substring(SCHEME.length()).strip());
    }

    /** Returns the valid token with this text, otherwise null. */
    @Nullable
    Token ofText(String text) {
        Token token = isWord(text) ? tokens.get(hash(text)) : null;
        return token == null || !holds(token) ? null : token;
    }

    /** Whether a text has the form of a token: not empty, and only visible characters. */
    private static boolean isWord(String text) {
        return !text.isEmpty()
                && Unicode.isWellFormed(text)
                && text.chars()
                        .noneMatch(c ->
                                Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /** False once it has expired, or is no longer in the file. */
    boolean holds(Token token) {
        Token now = tokens.get(token.hash());
        return now != null && (now.expires() == null || clock.instant().isBefore(now.expires()));
    }

    /** Reads the file again if it has changed; called at intervals by one thread. */
    public void refresh() {
        if (file == null) {
            return;
        }
        // The attributes are read before the file: a write during the read changes them again.
        State now = State.of(file);
        if (now.equals(state)) {
            return;
        }
        state = now;
        try {
            read(file);
            log.info("{} tokens are known now", tokens.size());
            SecretFile.exposure(file).ifPresent(log::warn);
        } catch (IOException e) {
            log.error("the tokens stay what they were: {}", e.getMessage());
        }
    }

    private void read(Path from) throws IOException {
        List<String> lines = SecretFile.readLines(from, MOST_BYTES);
        Map<String, Token> found = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Token token = token(line, from + " line " + (i + 1));
                if (found.put(token.hash(), token) != null) {
                    throw new IOException(from + " line " + (i + 1) + ": its token is in another line too");
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException(from + " names no token");
        }
        tokens = Map.copyOf(found);
    }

    /** The messages never contain text of the line, which may be a token that was not hashed by mistake. */
    private static Token token(String line, String where) throws IOException {
        String[] words = line.split("\\s+", -1);
        if (words.length < 2 || words.length > 3) {
            throw new IOException(where + ": expected a name, a SHA-256 and maybe a time");
        }
        String hash = words[1].toLowerCase(Locale.ROOT);
        if (hash.length() != HASH_DIGITS || !hash.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IOException(
                    where + ": the second word is not a SHA-256 of " + HASH_DIGITS + " hexadecimal digits");
        }
        if (HASHES_OF_NOTHING.contains(hash)) {
            throw new IOException(
                    where + ": the second word is the SHA-256 of an empty token; was a variable not set?");
        }
        try {
            return new Token(words[0], hash, words.length == 2 ? null : Instant.parse(words[2]));
        } catch (DateTimeParseException e) {
            throw new IOException(where + ": the third word is not a time such as 2027-01-31T00:00:00Z", e);
        }
    }

    private static String hash(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
