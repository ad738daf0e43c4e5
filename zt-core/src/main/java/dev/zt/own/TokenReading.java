package dev.zt.own;

import dev.zt.fetch.Fetched;
import dev.zt.identity.Scopes;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the answer of a token endpoint (RFC 6749 §5, RFC 8693 §2.2, RFC 9449 §5). Nothing of it is printed but codes. */
final class TokenReading {
    /** How long a token is used whose life the server does not tell. */
    static final Duration UNTOLD_LIFE = Duration.ofMinutes(1);

    /** The longest time that a token is used, whatever the server tells. */
    static final Duration LONGEST_LIFE = Duration.ofHours(24);

    // Refusals that no other request changes; only a person or a new key does.
    private static final Duration CLIENT_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final String ANSWERED = "the token endpoint answered ";
    private static final int MAX_LENGTH = 16 << 10;
    // RFC 6750 §2.1.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    // Narrower than RFC 6749 §5.2, so that a server which repeats what it was sent puts no secret into a log.
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");

    private final TokenTarget target;
    private final DpopUse use;
    private final DpopMint mint;
    private final Instant askedAt;

    /** For the answer to one request, sent at an instant. */
    TokenReading(TokenTarget target, DpopUse use, DpopMint mint, Instant askedAt) {
        this.target = target;
        this.use = use;
        this.mint = mint;
        this.askedAt = askedAt;
    }

    /** The error code of an answer; empty if it has none that is one. */
    static Optional<String> error(Fetched.Answer answer) {
        JsonObject json = Json.object(answer.body());
        return json == null
                ? Optional.empty()
                : json.string("error").filter(code -> ERROR.matcher(code).matches());
    }

    private static boolean hasError(Fetched.Answer answer) {
        JsonObject json = Json.object(answer.body());
        return json != null && json.has("error");
    }

    TokenAnswer read(Fetched.Answer answer) {
        if (answer.status() == 200) {
            JsonObject json = Json.object(answer.body());
            return json == null ? noAnswer("no JSON object") : issued(json);
        }
        boolean refusal = answer.status() >= 400 && answer.status() < 500;
        Optional<String> error = refusal ? error(answer) : Optional.empty();
        if (error.isEmpty()) {
            // A code that is not printed is one all the same: a server that refuses this request.
            return new TokenAnswer.Failed(
                    ANSWERED + answer.status(),
                    refusal && hasError(answer) ? TokenAnswer.Blame.TARGET : TokenAnswer.Blame.ofFault(target),
                    pause(answer));
        }
        return switch (error.get()) {
            case "invalid_client" ->
                new TokenAnswer.Failed(
                        "invalid_client; look at the client's key and its registration",
                        TokenAnswer.Blame.SERVER,
                        CLIENT_PAUSE);
            case "unauthorized_client", "unsupported_grant_type" ->
                new TokenAnswer.Failed(error.get(), TokenAnswer.Blame.TARGET, CLIENT_PAUSE);
            case "use_dpop_nonce", "invalid_dpop_proof", "server_error", "temporarily_unavailable" ->
                new TokenAnswer.Failed(error.get(), TokenAnswer.Blame.ofFault(target), pause(answer));
            default -> TokenAnswer.Failed.ofTarget(error.get());
        };
    }

    private TokenAnswer issued(JsonObject json) {
        String token = json.string("access_token").orElse("");
        if (token.length() > MAX_LENGTH || !TOKEN.matcher(token).matches()) {
            return noAnswer("no access_token");
        }
        long seconds = json.has("expires_in") ? json.wholeNumber("expires_in").orElse(0) : UNTOLD_LIFE.toSeconds();
        if (seconds <= 0) {
            return TokenAnswer.Failed.ofTarget(ANSWERED + "an expires_in that is no time");
        }
        if (target.subject().isPresent()
                && !json.string("issued_token_type").equals(Optional.of(SecurityToken.ACCESS_TOKEN))) {
            return TokenAnswer.Failed.ofTarget(ANSWERED + "an issued_token_type that is no access token");
        }
        Instant expiry = askedAt.plusSeconds(Math.min(seconds, LONGEST_LIFE.toSeconds()));
        String type = json.string("token_type").orElse("");
        if (use != DpopUse.OFF && type.equalsIgnoreCase("DPoP")) {
            return new TokenAnswer.Issued(HeldToken.bound(token, askedAt, expiry, mint), missing(json));
        }
        if (type.equalsIgnoreCase("Bearer") && (use != DpopUse.REQUIRED || target.unboundAllowed())) {
            return new TokenAnswer.Issued(
                    HeldToken.unbound(token, askedAt, expiry),
                    missing(json).or(() -> Optional.of("it is not bound to a key; whoever reads it can use it")));
        }
        return TokenAnswer.Failed.ofTarget(
                type.equalsIgnoreCase("Bearer")
                        ? "the token is not bound to a key (token_type Bearer); let the server bind it (DPoP), or set"
                                + " oauth.dpop: optional"
                        : "a token_type that was not asked for");
    }

    // RFC 6749 §5.1: stated if it is not what was asked.
    private Optional<String> missing(JsonObject json) {
        Scopes granted = json.string("scope").flatMap(Scopes::parse).orElse(target.scopes());
        Scopes missing = target.scopes().without(granted);
        return missing.isEmpty() ? Optional.empty() : Optional.of("it lacks the scopes " + missing);
    }

    private TokenAnswer noAnswer(String problem) {
        return new TokenAnswer.Failed(ANSWERED + problem, TokenAnswer.Blame.ofFault(target), Duration.ZERO);
    }

    private static Duration pause(Fetched.Answer answer) {
        Duration told = answer.header("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
        return told.compareTo(LONGEST_PAUSE) < 0 ? told : LONGEST_PAUSE;
    }
}
