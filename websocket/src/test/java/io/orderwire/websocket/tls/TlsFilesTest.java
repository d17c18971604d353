package io.orderwire.websocket.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.tls.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class TlsFilesTest {
    private static final TestCertificate RSA = TestCertificate.rsa("first");
    private static final TestCertificate EC = TestCertificate.ec("second");
    private static final TestCertificate OTHER_EC = TestCertificate.ec("third");
    private static final TestCertificate ISSUED = TestCertificate.issued("fourth");

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;
    private Instant now = Instant.now();
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final List<SSLContext> handedOn = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(TlsFiles.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void begin() throws IOException {
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        RSA.write(certificate, key);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
    }

    private TlsFiles load() {
        return TlsFiles.load(certificate, key, clock);
    }

    private void lookTwice(TlsFiles files) {
        files.refresh(handedOn::add);
        files.refresh(handedOn::add);
    }

    private List<String> logged(Level level) {
        return log.list.stream()
                .filter(line -> line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void shouldTellWhoseCertificateItIsAndUntilWhenItHolds() {
        TlsFiles files = load();
        Instant notAfter = RSA.leaf().getNotAfter().toInstant();
        assertThat(files.notAfter()).isEqualTo(notAfter);
        assertThat(logged(Level.INFO)).singleElement().asString().contains("CN=first", notAfter.toString());
        assertThat(logged(Level.WARN)).isEmpty();
    }

    @Test
    void shouldTakeTextBesideTheBlocksAndBlocksOfOtherKinds() throws IOException {
        Files.writeString(
                certificate,
                "Subject: first\r\n" + RSA.keyPem() + RSA.certificatePem().replace("\n", " \r\n"));
        Files.writeString(
                key,
                "-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\n"
                        + RSA.keyPem().strip());
        assertThat(load().notAfter()).isEqualTo(RSA.leaf().getNotAfter().toInstant());
    }

    @Test
    void shouldWarnAtStartAndAtEachReloadOfAKeyThatOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        TlsFiles files = load();
        assertThat(logged(Level.WARN)).singleElement().asString().contains(key.toString(), "rw-r-----", "its group");
        lookTwice(files);
        assertThat(logged(Level.WARN)).hasSize(1);
        Files.writeString(certificate, EC.certificatePem());
        Files.writeString(key, EC.keyPem());
        lookTwice(files);
        assertThat(handedOn).hasSize(1);
        assertThat(logged(Level.WARN)).hasSize(2);
    }

    @Test
    void shouldTakeAChainWithTheLeafFirst() throws IOException {
        assertThat(ISSUED.chain()).hasSize(2);
        ISSUED.write(certificate, key);
        assertThat(load().notAfter()).isEqualTo(ISSUED.leaf().getNotAfter().toInstant());
    }

    /** A fault in one of the two files; the other one is valid. */
    private enum Fault {
        NO_CERTIFICATE_FILE("certificate.pem cannot be read", null, RSA.keyPem()),
        NO_KEY_FILE("key.pem cannot be read", RSA.certificatePem(), null),
        EMPTY_CERTIFICATE("certificate.pem has no CERTIFICATE", "", RSA.keyPem()),
        EMPTY_KEY("key.pem has no PRIVATE KEY", RSA.certificatePem(), "\n"),
        FILES_MIXED_UP("certificate.pem has no CERTIFICATE, but PRIVATE KEY", RSA.keyPem(), RSA.certificatePem()),
        HALF_A_CERTIFICATE("certificate.pem line 1: CERTIFICATE has no end", half(RSA.certificatePem()), RSA.keyPem()),
        HALF_A_KEY("key.pem line 1: PRIVATE KEY has no end", RSA.certificatePem(), half(RSA.keyPem())),
        NO_CERTIFICATE_IN_IT("certificate 1 cannot be read", block("CERTIFICATE", "MAA="), RSA.keyPem()),
        NO_KEY_IN_IT("key.pem has a key that is neither", RSA.certificatePem(), block("PRIVATE KEY", "MAA=")),
        NO_BASE64("key.pem line 1: the contents", RSA.certificatePem(), block("PRIVATE KEY", "MIIE!secret")),
        ONE_LINE("key.pem line 1: expected", RSA.certificatePem(), RSA.keyPem().replace("\n", "")),
        OTHER_FORM(
                "has no PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY, but DSA PRIVATE KEY",
                RSA.certificatePem(),
                block("DSA PRIVATE KEY", "MIIE")),
        NO_PKCS1("key.pem has a key that is neither", RSA.certificatePem(), block("RSA PRIVATE KEY", "MIIE")),
        NO_SEC1("key.pem has a key with DER that is not whole", EC.certificatePem(), block("EC PRIVATE KEY", "MIIE")),
        LOCKED_KEY(
                "key.pem line 1: the key is encrypted", RSA.certificatePem(), block("ENCRYPTED PRIVATE KEY", "MIIE")),
        LOCKED_OLD_KEY(
                "key.pem line 1: the key is encrypted",
                RSA.certificatePem(),
                block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,secret\n\nMIIE")),
        LOCKED_OLD_EC_KEY(
                "key.pem line 1: the key is encrypted",
                EC.certificatePem(),
                block("EC PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,secret\n\nMIIE")),
        TWO_KEYS("key.pem has 2 keys", RSA.certificatePem(), RSA.keyPem() + EC.keyPem()),
        OTHER_KIND_OF_KEY("does not fit", RSA.certificatePem(), EC.keyPem()),
        KEY_OF_ANOTHER("does not fit", EC.certificatePem(), OTHER_EC.keyPem()),
        UPSIDE_DOWN("certificate 1 was not issued by", reversed(ISSUED), ISSUED.keyPem()),
        NO_CHAIN("certificate 1 was not issued by", EC.certificatePem() + RSA.certificatePem(), EC.keyPem()),
        TOO_LONG("key.pem is longer than 262144", RSA.certificatePem(), RSA.keyPem() + "#\n".repeat(200_000));

        final String expected;
        final String certificate;
        final String key;

        Fault(String expected, String certificate, String key) {
            this.expected = expected;
            this.certificate = certificate;
            this.key = key;
        }

        private static String half(String pem) {
            return pem.substring(0, pem.length() / 2);
        }

        private static String block(String label, String base64) {
            return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
        }

        private static String reversed(TestCertificate issued) {
            return TestCertificate.pem(issued.chain().get(1)) + TestCertificate.pem(issued.leaf());
        }

        void write(Path certificateFile, Path keyFile) throws IOException {
            write(certificateFile, certificate);
            write(keyFile, key);
        }

        private static void write(Path file, String text) throws IOException {
            if (text == null) {
                Files.deleteIfExists(file);
            } else {
                Files.writeString(file, text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotStartWithAFaultAndNotTellWhatIsInTheKey(Fault fault) throws IOException {
        fault.write(certificate, key);
        assertThatThrownBy(this::load)
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining(fault.expected)
                .hasMessageContaining(folder.toString())
                .message()
                .doesNotContain("MII")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource
    void shouldStayWithWhatItHasAndTellAFaultOnce(Fault fault) throws IOException {
        TlsFiles files = load();
        fault.write(certificate, key);
        lookTwice(files);
        lookTwice(files);
        assertThat(handedOn).isEmpty();
        assertThat(files.notAfter()).isEqualTo(RSA.leaf().getNotAfter().toInstant());
        assertThat(files.faults()).isEqualTo(1);
        assertThat(logged(Level.WARN))
                .singleElement()
                .asString()
                .contains(fault.expected)
                .doesNotContain("MII", "secret");

        EC.write(certificate, key);
        lookTwice(files);
        assertThat(handedOn).containsExactly(files.context());
        assertThat(files.notAfter()).isEqualTo(EC.leaf().getNotAfter().toInstant());
    }

    @Test
    void shouldTellAFaultAgainThatCameBack() throws IOException {
        TlsFiles files = load();
        for (int time = 1; time <= 2; time++) {
            Files.delete(key);
            files.refresh(handedOn::add);
            assertThat(files.faults()).isEqualTo(time);
            RSA.write(certificate, key);
            files.refresh(handedOn::add);
        }
        assertThat(handedOn).isEmpty();
    }

    @Test
    void shouldTakeAPairOfWhichOneFileComesAfterTheOther() throws IOException {
        TlsFiles files = load();
        SSLContext before = files.context();
        Files.writeString(certificate, EC.certificatePem());
        lookTwice(files);
        assertThat(files.context()).isSameAs(before);
        assertThat(files.faults()).isEqualTo(1);
        Files.writeString(key, EC.keyPem());
        lookTwice(files);
        lookTwice(files);
        assertThat(handedOn).containsExactly(files.context()).doesNotContain(before);
        assertThat(files.taken()).isEqualTo(1);
        assertThat(logged(Level.INFO)).hasSize(2).last().asString().contains("CN=second");
    }

    @Test
    void shouldNotTakeOrTellOfWhatIsStillBeingWritten() throws IOException {
        TlsFiles files = load();
        Files.writeString(certificate, EC.certificatePem());
        files.refresh(handedOn::add);
        ISSUED.write(certificate, key);
        Files.writeString(certificate, TestCertificate.pem(ISSUED.leaf()));
        files.refresh(handedOn::add);
        Files.writeString(certificate, ISSUED.certificatePem());
        files.refresh(handedOn::add);
        assertThat(handedOn).isEmpty();
        files.refresh(handedOn::add);
        assertThat(handedOn).hasSize(1);
        assertThat(files.faults()).isZero();
    }

    @Test
    void shouldNoticeAFileOfTheSameLengthAndTime() throws IOException {
        TlsFiles files = load();
        FileTime time = Files.getLastModifiedTime(certificate);
        Files.writeString(certificate, RSA.certificatePem().replace('\n', '\r'));
        Files.setLastModifiedTime(certificate, time);
        lookTwice(files);
        assertThat(handedOn).hasSize(1);
    }

    @Test
    void shouldServeACertificateThatHasExpiredAndWarn() throws IOException {
        TlsFiles files = load();
        TestCertificate.expired("old").write(certificate, key);
        lookTwice(files);
        lookTwice(files);
        assertThat(handedOn).hasSize(1);
        assertThat(files.faults()).isZero();
        assertThat(logged(Level.WARN)).singleElement().asString().contains("not now", certificate.toString());
    }

    @Test
    void shouldWarnOnceWhenTheCertificateExpiresWhileItIsServed() {
        TlsFiles files = load();
        now = files.notAfter();
        files.refresh(handedOn::add);
        assertThat(logged(Level.WARN)).isEmpty();
        now = now.plusSeconds(1);
        files.refresh(handedOn::add);
        files.refresh(handedOn::add);
        assertThat(logged(Level.WARN)).hasSize(1);
        assertThat(handedOn).isEmpty();
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldNotWaitForTheWriterOfAPipe() throws Exception {
        Files.delete(key);
        assertThat(new ProcessBuilder("mkfifo", key.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(this::load)
                .isInstanceOf(ProcessExit.class)
                .hasMessageContaining("key.pem is not a regular file");
    }
}
