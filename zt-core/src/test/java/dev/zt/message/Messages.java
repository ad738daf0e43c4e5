package dev.zt.message;

import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SignatureEngine;
import dev.zt.jose.SignatureEngines;
import dev.zt.jose.SigningKey;
import dev.zt.jose.VerificationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Messages, keys and terms that the tests of this package share. */
final class Messages {
    private static final SignatureEngine ENGINE = SignatureEngines.bouncyCastle();
    private static final PrivateJwk JWK = PrivateJwk.generate(Algorithm.ES256);

    static final SigningKey KEY = ENGINE.signingKey(JWK);
    static final VerificationKey PUBLIC = ENGINE.verificationKey(JWK.publicJwk());
    static final VerificationKey FOREIGN =
            ENGINE.verificationKey(PrivateJwk.generate(Algorithm.ES256).publicJwk());
    static final String NONCE = "abcd1111";
    static final SignatureTerms TERMS =
            new SignatureTerms(Instant.ofEpochSecond(1_750_000_000), Instant.ofEpochSecond(1_750_000_060), NONCE);

    private Messages() {}

    /** Fields as name, value, name, value; a name may stand twice. */
    static MessageFields fields(String... namesAndValues) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.computeIfAbsent(namesAndValues[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(namesAndValues[i + 1]);
        }
        return name -> fields.getOrDefault(name, List.of());
    }

    static Message.Request request(String... namesAndValues) {
        return Message.Request.of("POST", "/gimme-ice-cream", "flavor=vanilla", fields(namesAndValues));
    }

    static Message.Response response(String... namesAndValues) {
        return new Message.Response(200, fields(namesAndValues), request());
    }

    /** The value of a member of {@code Signature-Input}; null if it cannot be read. */
    static SignatureInput input(String value) {
        Map<String, SignatureInput> read = Dictionary.read(List.of("sig=" + value), SignatureInput::read);
        return read == null ? null : read.get("sig");
    }

    static String base(String value, Message message) {
        return SignatureBase.of(input(value), message).map(SignatureBase::text).orElse(null);
    }
}
