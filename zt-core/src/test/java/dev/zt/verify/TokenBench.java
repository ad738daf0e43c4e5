package dev.zt.verify;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.Audience;
import dev.zt.identity.Issuer;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A verifier that accepts access tokens of one issuer, with everything to make and spoil them. */
final class TokenBench {
    static final String ISSUER = "https://idp.example/shop";
    static final String URI = "https://orders.internal/orders/7";
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();

    final ECKey issuer = Forge.newKey();
    final ECKey client = Forge.newKey();
    final Map<Issuer, String> keys = new HashMap<>();
    final CallerVerifier verifier;
    String method = "GET";
    String path = "/orders/7";
    Optional<X509Certificate> certificate = Optional.empty();
    long epoch = 1;
    Instant now = Instant.ofEpochSecond(Forge.NOW);

    TokenBench() {
        this(UnaryOperator.identity(), null);
    }

    TokenBench(UnaryOperator<TokenRules> changes, @Nullable DpopNonces nonces) {
        keys.put(IssuerUrl.of(ISSUER), Forge.bundle("key-1", issuer, "sig"));
        TokenRules tokens =
                changes.apply(TokenRules.none().issuer(IssuerUrl.of(ISSUER), Audience.of("https://orders.internal")));
        this.verifier = new CallerVerifier(
                VerifierRules.of(Audience.of("https://orders.internal")).tokens(tokens),
                this::lookup,
                new InMemoryReplayStore(1024, () -> now),
                nonces,
                ENGINE,
                () -> now);
    }

    BundleLookup lookup(Issuer whose) {
        String json = keys.get(whose);
        if (json == null) {
            return new BundleLookup.NotTrusted();
        }
        if (json.isEmpty()) {
            return new BundleLookup.Unavailable(Duration.ofSeconds(5));
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        TrustBundle bundle = whose instanceof TrustDomain domain
                ? TrustBundle.read(domain, "test", bytes, ENGINE)
                : TrustBundle.readKeySet((IssuerUrl) whose, "test", bytes, ENGINE);
        return new BundleLookup.Found(bundle, epoch);
    }

    Map<String, String> header() {
        Map<String, String> header = Forge.header("at+jwt");
        header.put("kid", "\"key-1\"");
        return header;
    }

    Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", "\"" + ISSUER + "\"");
        claims.put("aud", "\"https://orders.internal\"");
        claims.put("sub", "\"billing\"");
        claims.put("client_id", "\"billing\"");
        claims.put("iat", Long.toString(Forge.NOW));
        claims.put("exp", Long.toString(Forge.NOW + 300));
        claims.put("jti", "\"" + UUID.randomUUID() + "\"");
        claims.put("scope", "\"orders:read orders:write\"");
        return claims;
    }

    Map<String, String> boundClaims() {
        return Forge.with(claims(), "cnf", "{\"jkt\":\"" + thumbprint(client) + "\"}");
    }

    String bearer() {
        return token(claims());
    }

    String bound() {
        return token(boundClaims());
    }

    String token(Map<String, String> claims) {
        return Forge.sign(header(), claims, issuer);
    }

    Map<String, String> proofHeader() {
        Map<String, String> header = Forge.header("dpop+jwt");
        header.put("jwk", jwk(client));
        return header;
    }

    Map<String, String> proofClaims(String token) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("jti", "\"" + UUID.randomUUID() + "\"");
        claims.put("htm", "\"GET\"");
        claims.put("htu", "\"" + URI + "\"");
        claims.put("iat", Long.toString(now.getEpochSecond()));
        claims.put("ath", "\"" + Forge.hash(token) + "\"");
        return claims;
    }

    String proof(String token) {
        return proof(proofClaims(token));
    }

    String proof(Map<String, String> claims) {
        return Forge.sign(proofHeader(), claims, client);
    }

    VerifyResult verifyBearer(String token) {
        return verify(Map.of("Authorization", List.of("Bearer " + token)));
    }

    VerifyResult verifyBound(String token, String proof) {
        return verify(Map.of("Authorization", List.of("DPoP " + token), "DPoP", List.of(proof)));
    }

    VerifyResult verify(Map<String, List<String>> headers) {
        return verifier.verify(Call.of(method, path, name -> headers.getOrDefault(name, List.of()), Channel.TLS)
                .withClientCertificates(() -> certificate.stream().toList()));
    }

    String bearerOutcome(Map<String, String> claims) {
        return Bench.outcome(verifyBearer(token(claims)));
    }

    String proofOutcome(UnaryOperator<Map<String, String>> spoil) {
        String token = bound();
        return Bench.outcome(verifyBound(token, proof(spoil.apply(proofClaims(token)))));
    }

    VerifiedCaller caller(VerifyResult result) {
        return ((VerifyResult.Verified) result).caller();
    }

    static String jwk(ECKey key) {
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + key.getX() + "\",\"y\":\"" + key.getY() + "\"}";
    }

    static String thumbprint(ECKey key) {
        try {
            return key.computeThumbprint().toString();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
