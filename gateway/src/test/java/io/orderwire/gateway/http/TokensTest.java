package io.orderwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TokensTest {
    /** SHA-256 of "abc", of FIPS 180-2. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    /** SHA-256 of a longer message of FIPS 180-2. */
    private static final String OTHER = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    /** Of the empty text. */
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** SHA-256 of a line end alone. */
    private static final String LINE_END = "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b";

    @TempDir
    private Path folder;

    private Path file;
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private int changes;

    @BeforeEach
    void makeFile() throws IOException {
        file = folder.resolve("tokens");
        write("# who may read\n\nann " + ABC.toUpperCase(Locale.ROOT) + "\n");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(now.plusSeconds(++changes)));
    }

    private Tokens tokens() {
        return Tokens.of(file, clock);
    }

    @Test
    void shouldNeedNoneWhereNoneIsAskedFor() {
        assertThat(Tokens.none().required()).isFalse();
        assertThat(tokens().required()).isTrue();
    }

    @Test
    void shouldWarnAtStartAndAtEachReloadOfAFileThatOthersMayRead() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(Tokens.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Tokens tokens = tokens();
            assertThat(log.list).isEmpty();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            tokens();
            write("bob " + OTHER + "\n");
            tokens.refresh();
            tokens.refresh();
            assertThat(log.list.stream()
                            .filter(line -> line.getLevel() == Level.WARN)
                            .map(ILoggingEvent::getFormattedMessage))
                    .hasSize(2)
                    .allMatch(line -> line.contains(file.toString()) && line.contains("rw-r--r--"));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void shouldKnowAHolderByTheTokenThatWasHashed() {
        Tokens.Token token = tokens().of("Bearer abc");
        assertThat(token).isNotNull();
        assertThat(token.name()).isEqualTo("ann");
        assertThat(tokens().of("bEARER  abc ")).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "Bearer",
                "Bearer ",
                "Bearer \t ",
                "Bearer abd",
                "Basic abc",
                "Bearer " + ABC,
                "Bearer abc\u0000",
                "Bearer \u0000abc",
                "Bearer a bc",
                "Bearer abc, abc",
                "Bearerabc",
                "Bearer\tabc",
                "Bearer \u00a0abc",
                "Bearer \uFFFD",
                "Bearer \u00e9",
                "Bearer \"abc\"",
                "Bearer Bearer abc"
            })
    void shouldKnowNobodyByAnythingElse(String header) {
        assertThat(tokens().of(header)).isNull();
    }

    @Test
    void shouldKnowNobodyWithoutAHeader() {
        assertThat(tokens().of(null)).isNull();
    }

    /** Texts that are not tokens, although a file may contain their hashes. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\u0000", "a b", " a", "a\n", "\u007f", "\u00a0", "\u2028", "\ud800", "?\udc00"})
    void shouldTakeNoTextForATokenThatIsNoVisibleWord(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        write("ann " + HexFormat.of().formatHex(hash));

        assertThat(tokens().ofText(text)).isNull();
        assertThat(tokens().ofText("")).isNull();
    }

    @Test
    void shouldNameTheLineOfAnEmptyToken() throws IOException {
        write("# nobody\nann " + ABC + "\nbob " + NOTHING);

        assertThatThrownBy(this::tokens)
                .hasMessageContaining(file + " line 3: ")
                .hasMessageContaining("empty token");
    }

    @Test
    void shouldLetATokenExpire() throws IOException {
        write("ann " + ABC + " 2026-11-26T12:00:10Z");
        Tokens tokens = tokens();
        Tokens.Token token = tokens.of("Bearer abc");
        assertThat(tokens.holds(token)).isTrue();
        now = now.plusSeconds(10);
        assertThat(tokens.holds(token)).isFalse();
        assertThat(tokens.of("Bearer abc")).isNull();
    }

    @Test
    void shouldFollowTheFile() throws IOException {
        Tokens tokens = tokens();
        Tokens.Token token = tokens.of("Bearer abc");
        write("bob " + OTHER);
        assertThat(tokens.holds(token)).as("not read again yet").isTrue();
        tokens.refresh();
        assertThat(tokens.holds(token)).isFalse();
        write("bob " + OTHER + "\nann " + ABC + " 2026-11-27T00:00:00Z");
        tokens.refresh();
        assertThat(tokens.holds(token)).isTrue();
    }

    @Test
    void shouldStayWithWhatItKnowsWhenTheFileIsAtFault() throws IOException {
        Tokens tokens = tokens();
        Tokens.Token token = tokens.of("Bearer abc");
        for (String fault : new String[] {"", "ann abc", "ann", "bob " + OTHER + "\nann " + NOTHING}) {
            write(fault);
            tokens.refresh();
            assertThat(tokens.holds(token)).as(fault).isTrue();
        }
        Files.delete(file);
        tokens.refresh();
        assertThat(tokens.holds(token)).isTrue();
        write("bob " + OTHER);
        tokens.refresh();
        assertThat(tokens.holds(token)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# nobody",
                "ann",
                "ann 1234",
                "ann secret-that-is-not-hashed",
                "ann " + ABC + " tomorrow",
                "ann " + ABC + " 2027-01-01T00:00:00Z more",
                "ann " + ABC + "\nbob " + ABC,
                "ann " + NOTHING,
                "ann " + NOTHING + " 2027-01-01T00:00:00Z",
                "ann " + LINE_END,
            })
    void shouldNotStartWithAFileAtFaultAndNotTellWhatIsInIt(String text) throws IOException {
        write(text);
        assertThatThrownBy(this::tokens)
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining(file.toString())
                .message()
                .doesNotContain("secret")
                .doesNotContain(ABC);
    }

    @Test
    void shouldNotStartWithoutTheFile() throws IOException {
        Files.delete(file);
        assertThatThrownBy(this::tokens).isInstanceOf(ProcessExit.class).hasMessageContaining(file.toString());
    }
}
