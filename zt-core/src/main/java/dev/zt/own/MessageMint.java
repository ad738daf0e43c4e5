package dev.zt.own;

import dev.zt.identity.Audience;
import dev.zt.jose.Base64Url;
import dev.zt.message.SignatureTerms;
import dev.zt.message.SignedFields;
import dev.zt.message.WimseMint;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Signs whole requests and answers (draft-ietf-wimse-http-signature-08 §3). Safe for concurrent use. */
final class MessageMint {
    private static final int NONCE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Duration life;

    MessageMint(Duration life) {
        this.life = life;
    }

    CallCredential request(HeldIdentity identity, SignableRequest request, Audience audience, Instant now) {
        SignatureTerms terms = terms(now);
        Map<String, String> headers = request.additions(identity.wit());
        return credential(
                headers,
                terms,
                new WimseMint(identity.key())
                        .signRequest(request.with(headers), terms, audience.toString(), request.demand()),
                "the request cannot be signed: its method, path, query or a covered field holds what is not ASCII, or a"
                        + " field of one value stands twice");
    }

    CallCredential answer(HeldIdentity identity, SignableAnswer answer, Instant now) {
        SignatureTerms terms = terms(now);
        Map<String, String> headers = answer.additions(identity.wit());
        return credential(
                headers,
                terms,
                new WimseMint(identity.key()).signResponse(answer.with(headers), terms, answer.requestNonce()),
                "the answer cannot be signed: its content type holds what is not ASCII, or its status has not three"
                        + " digits");
    }

    private SignatureTerms terms(Instant now) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Instant created = now.truncatedTo(ChronoUnit.SECONDS);
        return new SignatureTerms(created, created.plus(life), Base64Url.encode(nonce));
    }

    private static CallCredential credential(
            Map<String, String> headers, SignatureTerms terms, Optional<SignedFields> fields, String otherwise) {
        SignedFields signed = fields.orElseThrow(() -> new IllegalArgumentException(otherwise));
        headers.put("Signature-Input", signed.signatureInput());
        headers.put("Signature", signed.signature());
        return CallCredential.signature(headers, terms.nonce());
    }
}
