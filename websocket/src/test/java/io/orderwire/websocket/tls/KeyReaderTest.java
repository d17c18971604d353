package io.orderwire.websocket.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.testing.tls.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in PKCS#1 and SEC1, converted from the PKCS#8 that Java writes. */
class KeyReaderTest {
    private static final TestCertificate RSA = TestCertificate.rsa("rsa");
    private static final TestCertificate P256 = TestCertificate.ec("p256");

    /** The key in PKCS#1, which is the content of the only octet string in PKCS#8. */
    private static byte[] pkcs1(TestCertificate certificate) throws IOException {
        Der values = new Der(new Der(certificate.key().getEncoded()).read(Der.SEQUENCE));
        values.read(Der.INTEGER);
        values.read(Der.SEQUENCE);
        return values.read(Der.OCTET_STRING);
    }

    private static byte[] curve(TestCertificate certificate) throws IOException {
        Der values = new Der(new Der(certificate.key().getEncoded()).read(Der.SEQUENCE));
        values.read(Der.INTEGER);
        Der algorithm = new Der(values.read(Der.SEQUENCE));
        algorithm.read(Der.OBJECT_IDENTIFIER);
        return Der.value(Der.OBJECT_IDENTIFIER, algorithm.read(Der.OBJECT_IDENTIFIER));
    }

    /** The key in SEC1, with the given values after the private key. */
    private static byte[] sec1(TestCertificate certificate, byte[]... more) {
        int length = (((ECPrivateKey) certificate.key()).getParams().getOrder().bitLength() + 7) / 8;
        byte[] number = ((ECPrivateKey) certificate.key()).getS().toByteArray();
        byte[] secret = new byte[length];
        int from = Math.max(0, number.length - length);
        System.arraycopy(number, from, secret, length - (number.length - from), number.length - from);
        byte[][] values = new byte[more.length + 2][];
        values[0] = Der.value(Der.INTEGER, new byte[] {1});
        values[1] = Der.value(Der.OCTET_STRING, secret);
        System.arraycopy(more, 0, values, 2, more.length);
        return Der.value(Der.SEQUENCE, values);
    }

    private static PrivateKey read(String pem, TestCertificate certificate) throws IOException {
        return KeyReader.read(
                new PemFile(Path.of("key.pem"), pem), certificate.leaf().getPublicKey());
    }

    private static void assertReads(String pem, TestCertificate certificate) throws IOException {
        assertThat(read(pem, certificate)).isEqualTo(certificate.key());
        Identity identity = Identity.of(
                new PemFile(Path.of("certificate.pem"), certificate.certificatePem()),
                new PemFile(Path.of("key.pem"), pem));
        assertThat(identity.leaf()).isEqualTo(certificate.leaf());
    }

    @Test
    void shouldReadPkcs1() throws IOException {
        assertReads(TestCertificate.block("RSA PRIVATE KEY", pkcs1(RSA)), RSA);
        assertReads(RSA.keyPem(), RSA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void shouldReadSec1OfEachCurve(String curve) throws IOException {
        TestCertificate certificate = TestCertificate.ec(curve, curve);
        byte[] named = Der.value(Der.CONTEXT_0, curve(certificate));
        byte[] publicKey = Der.value(Der.CONTEXT_0 + 1, Der.value(0x03, new byte[] {0, 4, 1, 2}));
        String parameters = TestCertificate.block("EC PARAMETERS", curve(certificate));

        assertReads(TestCertificate.block("EC PRIVATE KEY", sec1(certificate, named, publicKey)), certificate);
        assertReads(TestCertificate.block("EC PRIVATE KEY", sec1(certificate, named)), certificate);
        assertReads(TestCertificate.block("EC PRIVATE KEY", sec1(certificate, publicKey)), certificate);
        assertReads(parameters + TestCertificate.block("EC PRIVATE KEY", sec1(certificate)), certificate);
    }

    @Test
    void shouldSayWhichCurveIsMissingOrUnknown() {
        byte[] explicit = Der.value(Der.CONTEXT_0, Der.value(Der.SEQUENCE));
        byte[] unknown = Der.value(
                Der.CONTEXT_0, Der.value(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex("2a0304")));

        assertThatThrownBy(() -> read(TestCertificate.block("EC PRIVATE KEY", sec1(P256, explicit)), P256))
                .hasMessageContaining("key.pem has a key with a curve that is not named");
        assertThatThrownBy(() -> read(TestCertificate.block("EC PRIVATE KEY", sec1(P256, unknown)), P256))
                .hasMessageContaining("P-256, P-384, P-521");
        assertThatThrownBy(() -> read(TestCertificate.block("EC PRIVATE KEY", sec1(P256)), RSA))
                .hasMessageContaining("the certificate is not of an EC key");
    }

    @Test
    void shouldTakeOneKeyOfWhateverForm() throws IOException {
        String pkcs1 = TestCertificate.block("RSA PRIVATE KEY", pkcs1(RSA));
        assertThatThrownBy(() -> read(pkcs1 + RSA.keyPem(), RSA)).hasMessageContaining("key.pem has 2 keys");
        assertThatThrownBy(() -> read(TestCertificate.block("EC PRIVATE KEY", pkcs1(RSA)), RSA))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(TestCertificate.block("PRIVATE KEY", pkcs1(RSA)), RSA))
                .isInstanceOf(IOException.class);
    }

    /** Wrong or missing bytes are reported as a fault of the file, and not by another exception. */
    @Test
    void shouldRefuseWhatIsNotWhole() throws IOException {
        SplittableRandom random = new SplittableRandom(15);
        List<String> labels = List.of("RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY");
        List<byte[]> keys = List.of(pkcs1(RSA), sec1(P256, Der.value(Der.CONTEXT_0, curve(P256))));
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = keys.get(i % keys.size()).clone();
            byte[] broken = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            int changes = broken.length == 0 ? 0 : random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            String pem = TestCertificate.block(labels.get(random.nextInt(labels.size())), broken);
            try {
                assertThat(read(pem, P256)).isNotNull();
                assertThat(broken.length < bytes.length && changes == 0)
                        .as("accepted %d of %d bytes", broken.length, bytes.length)
                        .isFalse();
            } catch (IOException expected) {
                assertThat(expected).hasMessageStartingWith("key.pem has a key");
            }
        }
    }
}
