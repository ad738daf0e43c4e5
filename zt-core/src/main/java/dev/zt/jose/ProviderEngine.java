package dev.zt.jose;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The signatures of one JCA provider, asked by object and never by name, so that it need not be installed. */
final class ProviderEngine implements RawEngine {
    private static final String IN_DER = "withECDSA";

    private final Provider provider;
    private final Set<Algorithm> algorithms;

    private ProviderEngine(Provider provider, Set<Algorithm> algorithms) {
        this.provider = provider;
        this.algorithms = Collections.unmodifiableSet(algorithms);
    }

    /** Those of the algorithms that the provider has. */
    static ProviderEngine of(Provider provider, Set<Algorithm> candidates) {
        Set<Algorithm> algorithms = EnumSet.noneOf(Algorithm.class);
        for (Algorithm algorithm : candidates) {
            if (signatureName(algorithm, provider).isPresent()) {
                algorithms.add(algorithm);
            }
        }
        return new ProviderEngine(provider, algorithms);
    }

    Provider provider() {
        return provider;
    }

    @Override
    public String name() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    @Override
    public boolean knows(Algorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    @Override
    public Check check(PublicJwk jwk) {
        return new Verifying(recipe(jwk.algorithm()), publicKey(jwk));
    }

    PublicKey publicKey(PublicJwk jwk) {
        try {
            return keyFactory(jwk.algorithm()).generatePublic(jwk.material().keySpec());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name() + " refuses a sound public key", e);
        }
    }

    @Override
    public Signer signer(PrivateJwk jwk) {
        Algorithm algorithm = jwk.publicJwk().algorithm();
        try {
            Key key = keyFactory(algorithm).translateKey(jwk.toPlatformKey());
            return new Signing(recipe(algorithm), (PrivateKey) key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name() + " refuses the private key", e);
        }
    }

    // Corretto has no key factory for Ed25519 unless a system property says so; its signatures take the platform's
    // keys.
    private KeyFactory keyFactory(Algorithm algorithm) throws GeneralSecurityException {
        List<String> names = switch (algorithm.scheme()) {
            case ECDSA, RSA_PKCS1, RSA_PSS -> List.of(algorithm.keyType());
            case EDDSA -> List.of("Ed25519", "EdDSA");
            case ML_DSA -> List.of(algorithm.joseName());
        };
        Optional<String> own = first(provider, "KeyFactory", names);
        return own.isPresent() ? KeyFactory.getInstance(own.get(), provider) : KeyFactory.getInstance(names.get(0));
    }

    // The names of the platform first; Conscrypt has others, and the form of certificates alone for ECDSA.
    private static Optional<String> signatureName(Algorithm algorithm, Provider provider) {
        String hash = "SHA" + 8 * algorithm.hashBytes();
        List<String> names = switch (algorithm.scheme()) {
            case ECDSA -> List.of(hash + "withECDSAinP1363Format", hash + IN_DER);
            case RSA_PKCS1 -> List.of(hash + "withRSA");
            case RSA_PSS -> List.of("RSASSA-PSS", hash + "withRSA/PSS");
            case EDDSA -> List.of("Ed25519", "EdDSA");
            case ML_DSA -> List.of(algorithm.joseName());
        };
        return first(provider, "Signature", names);
    }

    private static Optional<String> first(Provider provider, String type, List<String> names) {
        return names.stream()
                .filter(name -> provider.getService(type, name) != null)
                .findFirst();
    }

    /** How to begin a signature of an algorithm. */
    private record Recipe(
            Algorithm algorithm, String name, @Nullable PSSParameterSpec pss, Provider provider) {
        boolean isInDer() {
            return name.endsWith(IN_DER);
        }

        Signature begin() throws GeneralSecurityException {
            Signature signature = Signature.getInstance(name, provider);
            if (pss != null) {
                signature.setParameter(pss);
            }
            return signature;
        }
    }

    private Recipe recipe(Algorithm algorithm) {
        String name = signatureName(algorithm, provider)
                .orElseThrow(() -> new IllegalArgumentException(name() + " does no " + algorithm));
        return new Recipe(algorithm, name, pss(algorithm), provider);
    }

    // RFC 7518 §3.5: the salt is as long as the hash, and MGF1 uses the same hash.
    private static @Nullable PSSParameterSpec pss(Algorithm algorithm) {
        return algorithm.scheme() == Algorithm.Scheme.RSA_PSS
                ? new PSSParameterSpec(
                        algorithm.hash(),
                        "MGF1",
                        new MGF1ParameterSpec(algorithm.hash()),
                        algorithm.hashBytes(),
                        PSSParameterSpec.TRAILER_FIELD_BC)
                : null;
    }

    private record Verifying(Recipe recipe, PublicKey key) implements Check {
        @Override
        public boolean verify(byte[] data, int length, byte[] signature) {
            try {
                Signature check = recipe.begin();
                check.initVerify(key);
                check.update(data, 0, length);
                return check.verify(recipe.isInDer() ? DerSignature.ofJws(recipe.algorithm(), signature) : signature);
            } catch (SignatureException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(recipe.provider().getName() + " lost its " + recipe.name(), e);
            }
        }
    }

    private static final class Signing implements Signer {
        private final Recipe recipe;
        private final PrivateKey key;

        Signing(Recipe recipe, PrivateKey key) {
            this.recipe = recipe;
            this.key = key;
        }

        @Override
        public byte[] sign(byte[] data, int length) {
            try {
                Signature signing = recipe.begin();
                signing.initSign(key);
                signing.update(data, 0, length);
                byte[] signature = signing.sign();
                return recipe.isInDer() ? inJws(signature) : signature;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(recipe.provider().getName() + " cannot sign", e);
            }
        }

        private byte[] inJws(byte[] signature) {
            byte[] jws = DerSignature.toJws(recipe.algorithm(), signature);
            if (jws == null) {
                throw new IllegalStateException(recipe.provider().getName() + " signs what cannot be read");
            }
            return jws;
        }
    }
}
