package io.orderwire.testing.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost} and {@code 127.0.0.1}, made by the JDK's keytool.
 *
 * @param chain the certificate, followed by that of its issuer unless it is self-signed
 */
public record TestCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final String PASSWORD = "of-a-test";
    private static final long KEYTOOL_SECONDS = 60;
    private static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");
    private static final List<String> EC = List.of("-keyalg", "EC", "-groupname", "secp256r1");

    /** A self-signed certificate with an RSA key. */
    public static TestCertificate rsa(String name) {
        return of(command(name, RSA));
    }

    /** A self-signed certificate with an EC key. */
    public static TestCertificate ec(String name) {
        return of(command(name, EC));
    }

    /** A self-signed certificate with an EC key on a curve such as {@code secp384r1}. */
    public static TestCertificate ec(String name, String curve) {
        return of(command(name, List.of("-keyalg", "EC", "-groupname", curve)));
    }

    /** A self-signed certificate that has expired. */
    public static TestCertificate expired(String name) {
        List<String> command = command(name, EC);
        command.addAll(List.of("-startdate", "-10d", "-validity", "5"));
        return of(command);
    }

    /** A certificate that a new authority has issued. */
    public static TestCertificate issued(String name) {
        return issued(name, List.of());
    }

    /** A certificate that a new authority has issued, and that has expired; that of the authority has not. */
    public static TestCertificate issuedAndExpired(String name) {
        return issued(name, List.of("-startdate", "-10d", "-validity", "5"));
    }

    private static TestCertificate issued(String name, List<String> validity) {
        List<String> authority = command("authority of " + name, EC);
        authority.addAll(List.of("-ext", "bc:c"));
        List<String> issued = command(name, EC);
        issued.addAll(List.of("-signer", alias("authority of " + name)));
        issued.addAll(validity);
        return of(authority, issued);
    }

    private static String alias(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static List<String> command(String name, List<String> algorithm) {
        List<String> command = new ArrayList<>(List.of("-genkeypair", "-alias", alias(name), "-dname", "CN=" + name));
        command.addAll(algorithm);
        command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1"));
        return command;
    }

    /** Runs keytool commands, and returns the certificate of the last one; the others create its issuers. */
    @SafeVarargs
    private static TestCertificate of(List<String>... commands) {
        try {
            Path folder = Files.createTempDirectory("certificate");
            Path file = folder.resolve("store");
            try {
                for (List<String> command : commands) {
                    keytool(command, file);
                }
                return read(file, commands[commands.length - 1].get(2));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(List<String> arguments, Path store) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("failed: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static TestCertificate read(Path file, String alias) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        List<X509Certificate> chain = Arrays.stream(store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .toList();
        return new TestCertificate(chain, (PrivateKey) store.getKey(alias, PASSWORD.toCharArray()));
    }

    /** The certificate itself. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** The chain as PEM. */
    public String certificatePem() {
        return chain.stream().map(TestCertificate::pem).collect(Collectors.joining());
    }

    /** A certificate as PEM. */
    public static String pem(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key as PEM, in PKCS#8. */
    public String keyPem() {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /** A block of PEM. */
    public static String block(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /** Writes both files. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
        Files.writeString(certificateFile, certificatePem(), StandardCharsets.US_ASCII);
        Files.writeString(keyFile, keyPem(), StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    }

    /** Creates server sockets that present this certificate. */
    public ServerSocketFactory serverSockets() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, new char[0], chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context.getServerSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The context of a client that trusts only the last certificate of each of these chains. */
    public static SSLContext trusting(TestCertificate... certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (TestCertificate trusted : certificates) {
                Certificate last = trusted.chain.get(trusted.chain.size() - 1);
                store.setCertificateEntry("trusted" + store.size(), last);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
