package dev.zt.bench;

import dev.zt.verify.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What is no token of anybody, in the kinds in which it comes. A good form with a bad signature is not garbage. */
enum Garbage {
    TEXT("900 random characters", Rejection.TOKEN_MALFORMED),
    PARTS("3 random parts", Rejection.TOKEN_MALFORMED),
    TOO_LARGE("9,000 characters", Rejection.TOKEN_TOO_LARGE),
    ALGORITHM("unknown algorithm", Rejection.TOKEN_ALGORITHM),
    DUPLICATE("a member twice", Rejection.TOKEN_MALFORMED),
    ISSUER("unknown issuer", Rejection.TOKEN_ISSUER_UNKNOWN);

    private static final int LENGTH = 900;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String HEADER =
            "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"" + AccessTokens.KEY_ID + "\"}";

    private final String label;
    private final Rejection reason;

    Garbage(String label, Rejection reason) {
        this.label = label;
        this.reason = reason;
    }

    /** So many of the kind, no two alike. */
    List<String> pieces(AccessTokens server, int count) {
        Random random = new Random(LENGTH);
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pieces.add(piece(server, random));
        }
        return pieces;
    }

    private String piece(AccessTokens server, Random random) {
        String claims = AccessTokens.claims("w17", AccessTokens.AUDIENCE, 3600);
        return switch (this) {
            case TEXT -> random(random, LENGTH);
            case PARTS -> random(random, 80) + "." + random(random, 730) + "." + random(random, 86);
            case TOO_LARGE -> random(random, 10 * LENGTH);
            case ALGORITHM -> server.signed(HEADER.replace("ES256", "XS256"), claims);
            case DUPLICATE -> server.signed(HEADER, claims.replace("\"nbf\":", "\"iat\":"));
            case ISSUER -> server.signed(HEADER, claims.replace(AccessTokens.ISSUER, "https://idp.evil.example"));
        };
    }

    private static String random(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    String label() {
        return label;
    }

    /** Why zt refuses it. */
    Rejection reason() {
        return reason;
    }
}
