package dev.zt.authority;

import dev.zt.jose.Algorithm;
import dev.zt.jose.Base64Url;
import dev.zt.jose.CompactJws;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.Sha256;
import dev.zt.jose.SignatureEngine;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;

/**
 * A request whose every key is proven to be in the hands of whoever sent it. Only the readers here can make one.
 * Immutable.
 */
final class ProvenRequest {
    private final PublicJwk key;
    private final PublicKey tlsKey;
    private final JsonObject claims;
    private final String evidence;

    private ProvenRequest(PublicJwk key, PublicKey tlsKey, JsonObject claims, String evidence) {
        this.key = key;
        this.tlsKey = tlsKey;
        this.claims = claims;
        this.evidence = evidence;
    }

    /** The key that the next token is to confirm. */
    PublicJwk key() {
        return key;
    }

    /** The key that the certificate is for. */
    PublicKey tlsKey() {
        return tlsKey;
    }

    /** A text that the proof binds. */
    String claim(String name) {
        return claims.string(name).orElse("");
    }

    /** What an attestor is to look at; empty for a renewal. */
    String evidence() {
        return evidence;
    }

    /** Reads requests. Safe for concurrent use. */
    static final class Reader {
        private static final int MAX_TOKEN = 8 << 10;

        private final SignatureEngine engine;
        private final URI url;
        private final Nonces nonces;

        Reader(SignatureEngine engine, URI url, Nonces nonces) {
            this.engine = engine;
            this.url = url;
            this.nonces = nonces;
        }

        /** A first request: one key proves itself. */
        ProvenRequest enrolment(byte[] body) throws RefusedException {
            JsonObject json = object(body, Set.of("token", "proof", "csr"));
            String token = text(json, "token");
            byte[] csr = request(json);
            CompactJws proof = split(text(json, "proof"));
            JsonObject unproven = payload(proof);
            PublicJwk key = confirmed(unproven);
            JsonObject claims = signed(proof, "zt-enrol+jwt", key);
            require(claims.string("tth").equals(Optional.of(hash(token))));
            requireRequest(claims, csr);
            return new ProvenRequest(key, SignedRequest.key(csr), claims, token);
        }

        /** A renewal: the key held proves the request, and its successor proves itself. */
        ProvenRequest renewal(byte[] body) throws RefusedException {
            JsonObject json = object(body, Set.of("proof", "successor_proof", "csr", "key"));
            String proofText = text(json, "proof");
            byte[] csr = request(json);
            CompactJws proof = split(proofText);
            PublicJwk held = known(json.object("key"));
            JsonObject claims = signed(proof, "zt-renew+jwt", held);
            require(claims.string("key").equals(Optional.of(held.thumbprint())));
            requireRequest(claims, csr);
            PublicJwk successor = confirmed(claims);
            JsonObject successorClaims = signed(split(text(json, "successor_proof")), "zt-successor+jwt", successor);
            require(successorClaims.string("prh").equals(Optional.of(hash(proofText))));
            return new ProvenRequest(successor, SignedRequest.key(csr), claims, "");
        }

        private static PublicJwk known(Optional<JsonObject> jwk) throws RefusedException {
            // WIT-SVID §3: what a verifier would not take as a proof is not certified either.
            PublicJwk key = jwk.map(PublicJwk::readWithAlgorithm)
                    .filter(candidate -> Algorithm.SPIFFE.contains(candidate.algorithm()))
                    .orElse(null);
            if (key == null) {
                throw new RefusedException(Refusal.ENROLMENT_PROOF);
            }
            return key;
        }

        private JsonObject signed(CompactJws proof, String type, PublicJwk key) throws RefusedException {
            require(!proof.header().namesUnknownParameter()
                    && proof.header().algorithm().equals(Optional.of(key.algorithm()))
                    && proof.isSignedBy(engine.verificationKey(key))
                    && proof.header().isType(type));
            JsonObject claims = payload(proof);
            require(claims.string("aud").equals(Optional.of(url.toString())));
            if (!nonces.isFresh(claims.string("nonce").orElse(""))) {
                throw new RefusedException(Refusal.NONCE_INVALID);
            }
            return claims;
        }

        private static void requireRequest(JsonObject claims, byte[] csr) throws RefusedException {
            require(claims.string("csrh").equals(Optional.of(Base64Url.encode(Sha256.of(csr)))));
        }

        private static PublicJwk confirmed(JsonObject claims) throws RefusedException {
            return known(claims.object("cnf").flatMap(cnf -> cnf.object("jwk")));
        }

        private static JsonObject object(byte[] body, Set<String> members) throws RefusedException {
            JsonObject json = Json.object(body);
            if (json == null || !json.hasOnly(members)) {
                throw new RefusedException(Refusal.ENROLMENT_MALFORMED);
            }
            return json;
        }

        private static String text(JsonObject json, String name) throws RefusedException {
            Optional<String> text = json.string(name).filter(value -> !value.isEmpty() && value.length() <= MAX_TOKEN);
            if (text.isEmpty()) {
                throw new RefusedException(Refusal.ENROLMENT_MALFORMED);
            }
            return text.get();
        }

        private static byte[] request(JsonObject json) throws RefusedException {
            byte[] csr = Base64Url.decode(text(json, "csr"));
            if (csr == null) {
                throw new RefusedException(Refusal.ENROLMENT_MALFORMED);
            }
            return csr;
        }

        private static CompactJws split(String text) throws RefusedException {
            CompactJws proof = CompactJws.split(text);
            if (proof == null) {
                throw new RefusedException(Refusal.ENROLMENT_MALFORMED);
            }
            return proof;
        }

        private static JsonObject payload(CompactJws proof) throws RefusedException {
            JsonObject claims = proof.payload();
            if (claims == null) {
                throw new RefusedException(Refusal.ENROLMENT_MALFORMED);
            }
            return claims;
        }

        private static String hash(String text) {
            return Base64Url.encode(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)));
        }

        private static void require(boolean proven) throws RefusedException {
            if (!proven) {
                throw new RefusedException(Refusal.ENROLMENT_PROOF);
            }
        }
    }
}
