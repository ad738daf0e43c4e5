package dev.zt.samples.conformance;

import dev.zt.own.WorkloadProof;
import dev.zt.testkit.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/** Tokens that nobody may be believed for, each a new one. For use by one thread. */
final class BadTokens {
    // With the proof beside it and the request's other lines, what a header section of 8 KiB can hold.
    private static final int LARGEST = 7_000;
    private static final int NESTED = LARGEST / 3;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder UNBASE64 = Base64.getUrlDecoder();

    private final SplittableRandom random;
    private final String header;
    private final String claims;
    private final String proof;
    private final KeyPair stranger;

    /** What is wrong with a token. */
    enum Kind {
        /** No token at all, as large as a header section allows. */
        GARBAGE,
        /** Claims that are nested as deeply as fits. */
        NESTED,
        UNKNOWN_KEY_ID,
        /** Signed by a key of somebody else's under the name of the authority's. */
        UNKNOWN_KEY,
        UNKNOWN_TRUST_DOMAIN
    }

    /** Tokens like those that an authority issues, but for one thing. */
    BadTokens(TestAuthority authority, long seed) throws GeneralSecurityException {
        WorkloadProof good = authority.issue("/caller").prove(Siege.AUDIENCE);
        String[] parts = good.workloadIdentityToken().split("\\.", -1);
        this.random = new SplittableRandom(seed);
        this.header = text(parts[0]);
        this.claims = text(parts[1]);
        this.proof = good.authorization();
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(new ECGenParameterSpec("secp256r1"));
        this.stranger = keys.generateKeyPair();
    }

    /** The fields of a request that shows a bad token beside a good proof. */
    List<String> headers(Kind kind) throws GeneralSecurityException {
        return List.of("Host: target.internal", "Workload-Identity-Token: " + token(kind), "Authorization: " + proof);
    }

    private String token(Kind kind) throws GeneralSecurityException {
        String name = "n" + Long.toUnsignedString(random.nextLong(), 36);
        String fresh = claims.replaceFirst("\"jti\":\"[^\"]*\"", "\"jti\":\"" + name + "\"");
        return switch (kind) {
            case GARBAGE -> BASE64.encodeToString(octets(LARGEST * 3 / 4));
            case NESTED -> unsigned(header, "{\"" + name + "\":" + "[".repeat(NESTED) + "]".repeat(NESTED) + "}");
            case UNKNOWN_KEY_ID ->
                unsigned(header.replaceFirst("\"kid\":\"[^\"]*\"", "\"kid\":\"" + name + "\""), fresh);
            case UNKNOWN_TRUST_DOMAIN ->
                unsigned(header, fresh.replaceFirst("spiffe://[^/]*/", "spiffe://" + name + ".example/"));
            case UNKNOWN_KEY -> signed(header, fresh);
        };
    }

    private String unsigned(String head, String body) {
        return encode(head) + "." + encode(body) + "." + BASE64.encodeToString(octets(64));
    }

    private String signed(String head, String body) throws GeneralSecurityException {
        String input = encode(head) + "." + encode(body);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(stranger.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + BASE64.encodeToString(signature.sign());
    }

    private byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String encoded) {
        return new String(UNBASE64.decode(encoded), StandardCharsets.UTF_8);
    }
}
