package dev.zt.jose;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;

/**
 * The platform's own RSA and ML-DSA, which are as fast as anybody's without native code, asked by object and never by name.
 *
 * <p>Its RSASSA-PKCS1-v1_5 verification also takes a DigestInfo without the NULL of RFC 8017 §9.2, which the other
 * engines refuse. So that part is done here as RFC 8017 §8.2.2 says: the one encoding that the message can have is
 * compared with what the signature recovers to. It costs the same.
 */
final class PlatformEngine implements RawEngine {
    private static final Set<Algorithm> RSA = EnumSet.range(Algorithm.RS256, Algorithm.PS512);

    private static final Set<Algorithm> ML_DSA = EnumSet.range(Algorithm.ML_DSA_44, Algorithm.ML_DSA_87);

    private final ProviderEngine signatures;
    private final ProviderEngine lattices;
    private final Provider ciphers;

    PlatformEngine() {
        try {
            // The names are those of OpenJDK; other makers of Java platforms have others.
            Provider rsa = Security.getProvider("SunRsaSign");
            Provider jce = Security.getProvider("SunJCE");
            this.signatures = ProviderEngine.of(
                    rsa == null ? KeyFactory.getInstance("RSA").getProvider() : rsa, RSA);
            // JDK 24 and later; its own first provider, whoever else was installed.
            Provider sun = Security.getProvider("SUN");
            this.lattices =
                    sun == null ? ProviderEngine.of(signatures.provider(), ML_DSA) : ProviderEngine.of(sun, ML_DSA);
            this.ciphers = jce == null ? Cipher.getInstance(Pkcs1Check.RAW).getProvider() : jce;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform has no RSA", e);
        }
    }

    @Override
    public String name() {
        return "JDK " + Runtime.version().feature();
    }

    @Override
    public boolean knows(Algorithm algorithm) {
        return signatures.knows(algorithm) || lattices.knows(algorithm);
    }

    @Override
    public Check check(PublicJwk jwk) {
        if (lattices.knows(jwk.algorithm())) {
            return lattices.check(jwk);
        }
        if (jwk.algorithm().scheme() != Algorithm.Scheme.RSA_PKCS1 || !(jwk.material() instanceof RsaPublic key)) {
            return signatures.check(jwk);
        }
        return new Pkcs1Check(
                jwk.algorithm(),
                signatures.publicKey(jwk),
                encodingBeforeHash(jwk.algorithm(), key.modulusBytes()),
                ciphers);
    }

    @Override
    public Signer signer(PrivateJwk jwk) {
        return signatures.signer(jwk);
    }

    // RFC 8017 §9.2: 0x00 0x01 0xff … 0xff 0x00, the DigestInfo, the hash; note 1 has the encodings of the DigestInfo.
    private static byte[] encodingBeforeHash(Algorithm algorithm, int modulusBytes) {
        byte[] digestInfo = HexFormat.of()
                .parseHex(
                        switch (algorithm.hashBytes()) {
                            case 32 -> "3031300d060960864801650304020105000420";
                            case 48 -> "3041300d060960864801650304020205000430";
                            default -> "3051300d060960864801650304020305000440";
                        });
        byte[] encoding = new byte[modulusBytes - algorithm.hashBytes()];
        int infoAt = encoding.length - digestInfo.length;
        Arrays.fill(encoding, 2, infoAt - 1, (byte) 0xFF);
        encoding[1] = 1;
        System.arraycopy(digestInfo, 0, encoding, infoAt, digestInfo.length);
        return encoding;
    }

    private static final class Pkcs1Check implements Check {
        static final String RAW = "RSA/ECB/NoPadding";

        private final Algorithm algorithm;
        private final PublicKey key;
        private final byte[] beforeHash;
        private final Provider ciphers;

        Pkcs1Check(Algorithm algorithm, PublicKey key, byte[] beforeHash, Provider ciphers) {
            this.algorithm = algorithm;
            this.key = key;
            this.beforeHash = beforeHash;
            this.ciphers = ciphers;
        }

        @Override
        public boolean verify(byte[] data, int length, byte[] signature) {
            try {
                Cipher cipher = Cipher.getInstance(RAW, ciphers);
                cipher.init(Cipher.DECRYPT_MODE, key);
                byte[] encoding = cipher.doFinal(signature);
                byte[] hash = Hash.of(algorithm, data, length);
                int hashAt = beforeHash.length;
                return encoding.length == hashAt + hash.length
                        && Arrays.equals(encoding, 0, hashAt, beforeHash, 0, hashAt)
                        && Arrays.equals(encoding, hashAt, encoding.length, hash, 0, hash.length);
            } catch (BadPaddingException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(ciphers.getName() + " lost its RSA", e);
            }
        }
    }
}
