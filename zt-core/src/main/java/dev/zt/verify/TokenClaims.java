package dev.zt.verify;

import dev.zt.identity.Audience;
import dev.zt.jose.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the claims of every kind of token have in common (RFC 7519 §4.1). */
final class TokenClaims {
    private static final int MOST_AUDIENCES = 64;

    private TokenClaims() {}

    /** Whether {@code aud} holds one of these; a member that is no text makes it hold none. */
    static boolean isMeantFor(JsonObject claims, List<Audience> audiences) {
        Optional<String> single = claims.string("aud");
        if (single.isPresent()) {
            return isOneOf(audiences, single.get());
        }
        List<?> several = claims.array("aud").orElse(List.of());
        boolean texts = several.size() <= MOST_AUDIENCES && several.stream().allMatch(String.class::isInstance);
        return texts && several.stream().anyMatch(text -> isOneOf(audiences, (String) text));
    }

    private static boolean isOneOf(List<Audience> audiences, String text) {
        // Nearly every issuer writes an audience as it is printed, and that needs no parsing.
        for (Audience audience : audiences) {
            if (audience.toString().equals(text)) {
                return true;
            }
        }
        Audience stated = Audience.parse(text).orElse(null);
        // A query or fragment is nothing that an audience has, so text with one is another audience.
        return stated != null && text.indexOf('?') < 0 && text.indexOf('#') < 0 && audiences.contains(stated);
    }

    /** The {@code nbf}, the epoch if there is none, null if it is no time. */
    static @Nullable Instant notBefore(JsonObject claims) {
        return claims.has("nbf") ? claims.time("nbf").orElse(null) : Instant.EPOCH;
    }
}
