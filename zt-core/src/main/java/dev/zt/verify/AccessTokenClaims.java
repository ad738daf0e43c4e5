package dev.zt.verify;

import dev.zt.identity.Audience;
import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scope;
import dev.zt.identity.Scopes;
import dev.zt.jose.Base64Url;
import dev.zt.jose.JsonObject;
import dev.zt.keys.KeyUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the claims of an access token (RFC 9068 §2.2, §4). */
final class AccessTokenClaims {
    private static final int HASH_BYTES = 32;
    private static final int MAX_TEXT = 1024;
    private static final Set<String> KNOWN_BINDINGS = Set.of("jkt", "x5t#S256");
    // RFC 7800 §3.2 to §3.5, RFC 8747 and RFC 9203: what binds a token in ways that nobody here can check.
    private static final Set<String> OTHER_BINDINGS = Set.of("jwk", "jwe", "jku", "kid", "osc", "x5t#S384", "x5t#S512");

    private AccessTokenClaims() {}

    /** Reads claims; the signature over them was checked. */
    static ClaimsCheck read(
            JsonObject claims,
            IssuerUrl issuer,
            List<Audience> audiences,
            Duration skew,
            IssuerSignature.Check.Passed signed) {
        // RFC 9068 §4: aud holds an identifier that this service knows as its own.
        if (!TokenClaims.isMeantFor(claims, audiences)) {
            return rejected(Rejection.TOKEN_AUDIENCE);
        }
        Instant expiry = claims.time("exp").orElse(null);
        if (expiry == null) {
            return rejected(Rejection.TOKEN_EXPIRY);
        }
        Instant notBefore = TokenClaims.notBefore(claims);
        if (notBefore == null) {
            return rejected(Rejection.TOKEN_NOT_YET_VALID);
        }
        // RFC 9068 §2.2: sub, client_id, iat and jti are required, too.
        String subject = text(claims, "sub");
        String client = text(claims, "client_id");
        String id = text(claims, "jti");
        if (subject == null
                || client == null
                || id == null
                || claims.time("iat").isEmpty()) {
            return rejected(Rejection.TOKEN_CLAIMS);
        }
        ClientId caller = caller(claims, issuer, client);
        if (caller == null) {
            return rejected(Rejection.TOKEN_ACTOR);
        }
        Scopes scopes = scopes(claims);
        if (scopes == null) {
            return rejected(Rejection.TOKEN_SCOPE);
        }
        JsonObject confirmation = claims.object("cnf").orElse(null);
        if (claims.has("cnf") && !isConfirmation(confirmation)) {
            return rejected(Rejection.TOKEN_CONFIRMATION);
        }
        Instant authenticatedAt = claims.time("auth_time").orElse(null);
        Optional<String> acr = claims.string("acr");
        if ((claims.has("auth_time") && authenticatedAt == null) || (claims.has("acr") && acr.isEmpty())) {
            return rejected(Rejection.TOKEN_CLAIMS);
        }
        return new ClaimsCheck.Passed(new CheckedToken(
                caller,
                KeyUse.TOKEN,
                Validity.of(notBefore, expiry, skew),
                confirmation == null ? null : confirmation.string("jkt").orElse(null),
                confirmation == null ? null : confirmation.string("x5t#S256").orElse(null),
                new VerifiedToken(subject, id, scopes, acr, Optional.ofNullable(authenticatedAt)),
                signed.epoch(),
                signed.issuerKey()));
    }

    // RFC 8693 §4.1: only the outermost act counts for access; what it nests is history.
    private static @Nullable ClientId caller(JsonObject claims, IssuerUrl issuer, String client) {
        if (!claims.has("act")) {
            return ClientId.parse(issuer, ClientId.Kind.CLIENT, client).orElse(null);
        }
        JsonObject actor = claims.object("act").orElse(null);
        if (actor == null) {
            return null;
        }
        // An actor of another issuer is nobody that this issuer can vouch for.
        boolean ours = !actor.has("iss")
                || actor.string("iss").filter(issuer.text()::equals).isPresent();
        return ours
                ? actor.string("sub")
                        .flatMap(name -> ClientId.parse(issuer, ClientId.Kind.ACTOR, name))
                        .orElse(null)
                : null;
    }

    // RFC 9068 §2.2.3 and RFC 8693 §4.2: scopes separated by spaces. Some issuers write an array.
    private static @Nullable Scopes scopes(JsonObject claims) {
        if (!claims.has("scope")) {
            return Scopes.none();
        }
        Optional<List<?>> array = claims.array("scope");
        if (array.isEmpty()) {
            String text = claims.string("scope").orElse(null);
            return text == null
                    ? null
                    : text.isEmpty() ? Scopes.none() : Scopes.parse(text).orElse(null);
        }
        List<Scope> scopes = new ArrayList<>();
        for (Object element : array.get()) {
            Optional<Scope> scope = element instanceof String text ? Scope.parse(text) : Optional.empty();
            if (scope.isEmpty() || scopes.size() == Scopes.MAX_SIZE) {
                return null;
            }
            scopes.add(scope.get());
        }
        return Scopes.of(scopes);
    }

    // RFC 7800 §3.1: members that are not understood are ignored, so Keycloak's additions are; but a binding that
    // cannot
    // be checked would make the token weaker than it is.
    private static boolean isConfirmation(@Nullable JsonObject confirmation) {
        if (confirmation == null || confirmation.names().stream().anyMatch(OTHER_BINDINGS::contains)) {
            return false;
        }
        List<String> bindings =
                confirmation.names().stream().filter(KNOWN_BINDINGS::contains).toList();
        return !bindings.isEmpty() && bindings.stream().allMatch(name -> isHash(confirmation.string(name)));
    }

    private static boolean isHash(Optional<String> text) {
        byte[] hash = text.filter(value -> value.length() <= 2 * HASH_BYTES)
                .flatMap(digits -> Optional.ofNullable(Base64Url.decode(digits)))
                .orElse(null);
        return hash != null && hash.length == HASH_BYTES;
    }

    private static @Nullable String text(JsonObject claims, String name) {
        return claims.string(name)
                .filter(text -> !text.isEmpty() && text.length() <= MAX_TEXT)
                .orElse(null);
    }

    private static ClaimsCheck rejected(Rejection reason) {
        return new ClaimsCheck.Rejected(reason);
    }
}
