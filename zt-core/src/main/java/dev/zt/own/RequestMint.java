package dev.zt.own;

import dev.zt.identity.Audience;
import dev.zt.jose.Base64Url;
import dev.zt.message.ResponseDemand;
import dev.zt.message.SignatureTerms;
import dev.zt.message.SignedFields;
import dev.zt.message.WimseMint;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Signs whole requests (draft-ietf-wimse-http-signature-08 §3). Safe for concurrent use. */
final class RequestMint {
    private static final int NONCE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Duration life;

    RequestMint(Duration life) {
        this.life = life;
    }

    CallCredential mint(HeldIdentity identity, SignableRequest request, Audience audience, Instant now) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Instant created = now.truncatedTo(ChronoUnit.SECONDS);
        SignatureTerms terms = new SignatureTerms(created, created.plus(life), Base64Url.encode(nonce));
        Map<String, String> headers = request.additions(identity.wit());
        SignedFields signed = new WimseMint(identity.key())
                .signRequest(request.with(headers), terms, audience.toString(), ResponseDemand.ANY)
                .orElseThrow(
                        () -> new IllegalArgumentException("the request cannot be signed: its method, path, query or a"
                                + " covered field holds what is not ASCII, or a field of one value stands twice"));
        headers.put("Signature-Input", signed.signatureInput());
        headers.put("Signature", signed.signature());
        return CallCredential.of(headers);
    }
}
