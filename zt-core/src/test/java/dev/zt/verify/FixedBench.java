package dev.zt.verify;

import dev.zt.fuzz.NaiveJson;
import dev.zt.identity.Audience;
import dev.zt.identity.CallerId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A verifier for a fuzzer: the keys are examples that everybody knows, signatures on elliptic curves are made
 * deterministically, so that a finding stays one, and no use of a proof is remembered, or a second spelling of a proof would
 * pass for the first one used twice.
 */
final class FixedBench {
    static final String IDP = "https://idp.example";
    static final String ORDERS = "https://orders.internal";
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();

    // RFC 7517 appendix A.2, RFC 7515 appendix A.3.
    static final SigningKey ISSUER = key("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"
            + "\",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
            + "\",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE");
    static final SigningKey HOLDER = key("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
            + "\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
            + "\",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");

    static final String WIT_HEADER = "{\"alg\":\"ES256\",\"typ\":\"wit+jwt\",\"kid\":\"key-1\"}";
    static final String WIT_CLAIMS =
            "{\"iss\":\"https://authority.shop.example\",\"sub\":\"spiffe://shop.example/gateway\""
                    + ",\"iat\":" + Forge.NOW + ",\"exp\":" + (Forge.NOW + 3600) + ",\"cnf\":{\"jwk\":"
                    + HOLDER.publicJwk().toJson(null, null) + "}}";
    static final String WIT = sign(WIT_HEADER, WIT_CLAIMS, ISSUER);
    static final String WPT_HEADER = "{\"alg\":\"ES256\",\"typ\":\"wpt+jwt\"}";

    static final String TOKEN = sign(
            "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"key-1\"}",
            "{\"iss\":\"" + IDP + "\",\"aud\":\"" + ORDERS + "\",\"sub\":\"billing\",\"client_id\":\"billing\",\"iat\":"
                    + Forge.NOW + ",\"exp\":" + (Forge.NOW + 300) + ",\"jti\":\"t-1\",\"scope\":\"orders:read\""
                    + ",\"cnf\":{\"jkt\":\"" + HOLDER.publicJwk().thumbprint() + "\"}}",
            ISSUER);
    static final String DPOP_HEADER = "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":"
            + HOLDER.publicJwk().toJson(null, null) + "}";
    static final String DPOP_CLAIMS = "{\"jti\":\"p-1\",\"htm\":\"GET\",\"htu\":\"" + ORDERS + "/orders/7\",\"iat\":"
            + Forge.NOW + ",\"ath\":\"" + Forge.hash(TOKEN) + "\"}";

    private static final TrustBundle DOMAIN_KEYS =
            TrustBundle.read(TrustDomain.of("shop.example"), "test", published("wit-svid"), ENGINE);
    private static final TrustBundle IDP_KEYS =
            TrustBundle.readKeySet(IssuerUrl.of(IDP), "test", published("sig"), ENGINE);

    private static final CallerVerifier VERIFIER = new CallerVerifier(
            VerifierRules.of(Audience.of(ORDERS))
                    .tokens(TokenRules.none().issuer(IssuerUrl.of(IDP), Audience.of(ORDERS))),
            issuer -> issuer.equals(DOMAIN_KEYS.issuer())
                    ? new BundleLookup.Found(DOMAIN_KEYS, 1)
                    : issuer.equals(IDP_KEYS.issuer())
                            ? new BundleLookup.Found(IDP_KEYS, 1)
                            : new BundleLookup.NotTrusted(),
            new Forgetful(),
            ENGINE,
            () -> Instant.ofEpochSecond(Forge.NOW));

    private FixedBench() {}

    /** A memory that nothing stays in. */
    private static final class Forgetful implements ReplayStore {
        @Override
        public Use firstUse(ReplayKey key, CallerId caller, Instant until) {
            return Use.FIRST;
        }

        @Override
        public Reach reach() {
            return Reach.INSTANCE;
        }
    }

    private static SigningKey key(String members) {
        return ENGINE.engine()
                .signingKey(PrivateJwk.parse(
                                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + members + "\"}", Algorithm.ES256)
                        .orElseThrow());
    }

    private static byte[] published(String use) {
        return ("{\"keys\":[" + ISSUER.publicJwk().toJson("key-1", use) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /** A token of whatever header and claims, each character an octet. */
    static String sign(String header, String claims, SigningKey key) {
        String text = Forge.base64(header.getBytes(StandardCharsets.ISO_8859_1)) + "."
                + Forge.base64(claims.getBytes(StandardCharsets.ISO_8859_1));
        byte[] signed = text.getBytes(StandardCharsets.US_ASCII);
        return text + "." + Forge.base64(key.sign(signed, signed.length));
    }

    static String proof(String wit) {
        return sign(WPT_HEADER, wptClaims(wit), HOLDER);
    }

    static String wptClaims(String wit) {
        return "{\"aud\":\"" + ORDERS + "\",\"exp\":" + (Forge.NOW + 30) + ",\"jti\":\"p-1\",\"wth\":\""
                + Forge.hash(wit) + "\"}";
    }

    /** Who calls with these fields, each a name and a value; empty if nobody is proven to. */
    static Optional<VerifiedCaller> caller(List<Map.Entry<String, String>> fields) {
        Call call = Call.of(
                "GET",
                "/orders/7",
                name -> fields.stream()
                        .filter(field -> field.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .toList(),
                Channel.TLS);
        return VERIFIER.verify(call) instanceof VerifyResult.Verified verified
                ? Optional.of(verified.caller())
                : Optional.empty();
    }

    /** Header and claims, written one below the other. */
    static Map<String, Object> part(String json) {
        return NaiveJson.object(json.getBytes(StandardCharsets.ISO_8859_1)).orElseThrow();
    }

    /** Whether a URI has our origin; its scheme and host have no case, its default port may be written. */
    static boolean isOurs(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                && "orders.internal".equalsIgnoreCase(uri.getHost())
                && (uri.getPort() == -1 || uri.getPort() == 443)
                && uri.getRawUserInfo() == null;
    }

    /** A member that must be a whole number. */
    static long number(Map<String, Object> members, String name) {
        return Long.parseLong(((NaiveJson.Numeral) members.get(name)).text());
    }
}
