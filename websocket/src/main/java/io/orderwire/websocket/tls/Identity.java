package io.orderwire.websocket.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A certificate, the chain of its issuers, and its key, which fits the certificate.
 *
 * @param leaf the certificate itself
 * @param context shows it in handshakes
 */
record Identity(X509Certificate leaf, SSLContext context) {
    private static final byte[] PROBE = {1, 2, 3};
    /** Password of a key store that is never stored outside memory. */
    private static final char[] NO_PASSWORD = {};

    /**
     * The identity in two files.
     *
     * @throws IOException naming the file with a fault, but never its contents
     */
    static Identity of(PemFile certificateFile, PemFile keyFile) throws IOException {
        List<X509Certificate> chain = chain(certificateFile);
        PrivateKey key = KeyReader.read(keyFile, chain.get(0).getPublicKey());
        if (!fits(key, chain.get(0).getPublicKey())) {
            throw new IOException(
                    "the key in " + keyFile + " does not fit the first certificate in " + certificateFile);
        }
        return new Identity(chain.get(0), context(chain, key, certificateFile));
    }

    private static List<X509Certificate> chain(PemFile file) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] block : file.contents(PemFile.CERTIFICATE)) {
            chain.add(certificate(block, file + " certificate " + (chain.size() + 1)));
        }
        for (int i = 1; i < chain.size(); i++) {
            try {
                chain.get(i - 1).verify(chain.get(i).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new IOException(
                        file + " certificate " + i + " was not issued by the one after it: expected the gateway's own"
                                + " first, then who issued it, and so on",
                        e);
            }
        }
        return chain;
    }

    private static X509Certificate certificate(byte[] block, String where) throws IOException {
        try {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block));
            return (X509Certificate) certificate;
        } catch (CertificateException e) {
            throw new IOException(where + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean fits(PrivateKey key, PublicKey publicKey) {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException expected) {
            // Invalid numbers in a key are detected by different calls, with different exceptions.
            return false;
        }
    }

    private static SSLContext context(List<X509Certificate> chain, PrivateKey key, PemFile file) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("gateway", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " cannot be served: " + e.getMessage(), e);
        }
    }
}
