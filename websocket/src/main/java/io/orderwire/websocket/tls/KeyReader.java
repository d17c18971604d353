package io.orderwire.websocket.tls;

import java.io.IOException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the private key in a PEM file: in PKCS#8, or in the forms PKCS#1 and SEC1 that certificate managers write. */
final class KeyReader {
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final Set<String> KEYS = Set.of(PKCS8, PKCS1, SEC1);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC");

    private KeyReader() {}

    /**
     * The only key in the file.
     *
     * @param certified the certificate's public key
     * @throws IOException naming the file with a fault, but never its contents
     */
    static PrivateKey read(PemFile file, PublicKey certified) throws IOException {
        List<PemFile.Block> blocks = file.blocks();
        List<PemFile.Block> keys =
                blocks.stream().filter(block -> KEYS.contains(block.label())).toList();
        if (keys.isEmpty()) {
            throw missing(file, blocks);
        }
        if (keys.size() > 1) {
            throw new IOException(file + " has " + keys.size() + " keys, expected one");
        }
        PemFile.Block key = keys.get(0);
        if (key.isEncrypted()) {
            throw encrypted(key);
        }
        byte[] content = key.content();
        try {
            return key(pkcs8(key.label(), content, certified));
        } catch (IOException e) {
            throw new IOException(file + " has a key with " + e.getMessage(), e);
        } catch (InvalidKeySpecException expected) {
            // The exception is not kept as the cause, because its message may contain parts of the key.
            throw new IOException(
                    file + " has a key that is neither RSA nor EC of a curve that Java knows (P-256, P-384, P-521)");
        }
    }

    private static IOException missing(PemFile file, List<PemFile.Block> blocks) {
        for (PemFile.Block block : blocks) {
            if (block.label().equals(ENCRYPTED)) {
                return encrypted(block);
            }
        }
        String others =
                blocks.stream().map(PemFile.Block::label).distinct().sorted().collect(Collectors.joining(", "));
        return new IOException(
                file + " has no " + PKCS8 + ", " + PKCS1 + " or " + SEC1 + (others.isEmpty() ? "" : ", but " + others));
    }

    private static IOException encrypted(PemFile.Block block) {
        return new IOException(
                block.where()
                        + ": the key is encrypted; expected one that is not, as openssl pkey -in old.pem -out key.pem writes it");
    }

    private static byte[] pkcs8(String label, byte[] content, PublicKey certified) throws IOException {
        return switch (label) {
            case PKCS1 -> Pkcs8.ofPkcs1(content);
            case SEC1 -> Pkcs8.ofSec1(content, certified);
            default -> content;
        };
    }

    private static PrivateKey key(byte[] pkcs8) throws InvalidKeySpecException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException expected) {
                // The key is of the other algorithm, or of neither.
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + algorithm, e);
            }
        }
        throw new InvalidKeySpecException("of neither kind");
    }
}
