package dev.zt.bench;

import dev.zt.jose.PublicJwk;
import dev.zt.jose.VerificationKey;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.request.Call;
import dev.zt.verify.CallerVerifier;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import dev.zt.verify.VerifyResult;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/** Tokens in requests, checked by the verifier that guards have, and their signatures alone by its engine. */
final class FreshTokens {
    private static final int LEAST_PROOFS = 1024;

    private final SignatureProvider signatures;
    private final BundleLookup keys;
    private final VerificationKey key;
    private final List<Call> calls;
    private final List<SignedText> texts;

    FreshTokens(AccessTokens server, SignatureProvider signatures, List<String> tokens) {
        this.signatures = signatures;
        byte[] keySet = server.keySet().getBytes(StandardCharsets.UTF_8);
        this.keys = new BundleLookup.Found(TrustBundle.readKeySet(Rules.ISSUER, "issuer", keySet, signatures), 1);
        this.key = signatures
                .engine()
                .verificationKey(Objects.requireNonNull(PublicJwk.of(server.publicKey(), server.algorithm())));
        Rules.Permitted anywhere = Rules.of(10).callsAcross(1).get(0);
        // Their targets are read before: peers are given a token, and no request.
        this.calls = tokens.stream()
                .map(token -> new TokenCall(anywhere, "Bearer " + token, null).toCall())
                .toList();
        this.texts = tokens.stream()
                .filter(token -> token.indexOf('.') > 0)
                .map(SignedText::of)
                .toList();
    }

    /** A verifier that remembers no token yet, so that it has to check the signature of each. */
    CallerVerifier newVerifier() {
        VerifierRules rules =
                VerifierRules.of(Fleet.AUDIENCE).tokens(TokenRules.none().issuer(Rules.ISSUER, Fleet.AUDIENCE));
        return new CallerVerifier(
                rules,
                whose -> whose.equals(Rules.ISSUER) ? keys : new BundleLookup.NotTrusted(),
                new InMemoryReplayStore(LEAST_PROOFS, InstantSource.system()),
                signatures,
                InstantSource.system());
    }

    /** How many of the first so many tokens hold. */
    int verified(CallerVerifier verifier, int count) {
        int verified = 0;
        for (int i = 0; i < count; i++) {
            verified += result(verifier, i) instanceof VerifyResult.Verified ? 1 : 0;
        }
        return verified;
    }

    /** How many of so many tokens, each shown as often as it takes, are refused. */
    int refused(CallerVerifier verifier, int count) {
        int refused = 0;
        for (int i = 0; i < count; i++) {
            refused += result(verifier, i % calls.size()) instanceof VerifyResult.Rejected ? 1 : 0;
        }
        return refused;
    }

    VerifyResult result(CallerVerifier verifier, int token) {
        return verifier.verify(calls.get(token));
    }

    /** How many of the first so many signatures are good. */
    int signed(int count) {
        int signed = 0;
        for (int i = 0; i < count; i++) {
            signed += texts.get(i).isSignedBy(key) ? 1 : 0;
        }
        return signed;
    }
}
