package dev.zt.jose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One library for each algorithm, and before it the checks that no library is trusted with. Immutable.
 */
final class EngineTable implements SignatureEngine {
    private final List<RawEngine> inOrder;

    /** The first in this order that knows an algorithm does it. */
    EngineTable(List<RawEngine> inOrder) {
        this.inOrder = List.copyOf(inOrder);
        for (Algorithm algorithm : Algorithm.values()) {
            engine(algorithm);
        }
    }

    private RawEngine engine(Algorithm algorithm) {
        for (RawEngine engine : inOrder) {
            if (engine.knows(algorithm)) {
                return engine;
            }
        }
        throw new IllegalStateException("nobody here does " + algorithm);
    }

    @Override
    public String name() {
        Map<String, String> byEngine = new LinkedHashMap<>();
        for (Algorithm algorithm : Algorithm.values()) {
            byEngine.merge(engine(algorithm).name(), algorithm.joseName(), (some, next) -> some + ", " + next);
        }
        return byEngine.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    @Override
    public VerificationKey verificationKey(PublicJwk jwk) {
        return new Verifying(
                jwk.algorithm(), jwk.material(), engine(jwk.algorithm()).check(jwk));
    }

    @Override
    public SigningKey signingKey(PrivateJwk jwk) {
        PublicJwk publicJwk = jwk.publicJwk();
        return new Signing(publicJwk, engine(publicJwk.algorithm()).signer(jwk));
    }

    private record Verifying(Algorithm algorithm, PublicMaterial material, RawEngine.Check check)
            implements VerificationKey {
        @Override
        public boolean verify(byte[] data, int length, byte[] signature) {
            return material.isWellFormed(signature) && check.verify(data, length, signature);
        }
    }

    private static final class Signing implements SigningKey {
        private final PublicJwk publicJwk;
        private final RawEngine.Signer signer;

        Signing(PublicJwk publicJwk, RawEngine.Signer signer) {
            this.publicJwk = publicJwk;
            this.signer = signer;
        }

        @Override
        public PublicJwk publicJwk() {
            return publicJwk;
        }

        @Override
        public byte[] sign(byte[] data, int length) {
            return signer.sign(data, length);
        }

        @Override
        public String toString() {
            return "SigningKey[" + publicJwk + "]";
        }
    }
}
