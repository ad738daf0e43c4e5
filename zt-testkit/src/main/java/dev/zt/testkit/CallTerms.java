package dev.zt.testkit;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a {@link TestCaller} calls: nothing that would then not be done. Immutable. */
record CallTerms(
        @Nullable Audience audience,
        @Nullable Scopes scopes,
        Manner manner,
        Duration ahead,
        @Nullable String nonce,
        boolean signing) {
    static final CallTerms USUAL = new CallTerms(null, null, Manner.HONEST, Duration.ZERO, null, false);

    /** What is shown. */
    enum Manner {
        HONEST,
        EXPIRED,
        STOLEN,
        BEARER,
        UNBOUND;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    CallTerms {
        if (signing && scopes != null) {
            throw new IllegalStateException(
                    "a signature is not narrowed to scopes: leave scope(…) or signing() away; the policy limits who signs");
        }
        if (signing && manner == Manner.BEARER) {
            throw new IllegalStateException("who shows a token as a bearer signs nothing: leave signing() away");
        }
        if (!ahead.isZero() && (manner == Manner.BEARER || manner == Manner.UNBOUND)) {
            throw new IllegalStateException("where there is no proof, no clock counts: leave skewed(…) away");
        }
    }

    CallTerms to(Audience newAudience) {
        return new CallTerms(newAudience, scopes, manner, ahead, nonce, signing);
    }

    CallTerms limitedTo(Scopes newScopes) {
        return new CallTerms(audience, newScopes, manner, ahead, nonce, signing);
    }

    CallTerms in(Manner newManner) {
        if (manner != Manner.HONEST && manner != newManner) {
            throw new IllegalStateException("a call is wrong in one way at a time: " + newManner.word() + " would undo "
                    + manner.word() + "; make two callers");
        }
        return new CallTerms(audience, scopes, newManner, ahead, nonce, signing);
    }

    CallTerms skewed(Duration newAhead) {
        return new CallTerms(audience, scopes, manner, newAhead, nonce, signing);
    }

    CallTerms answering(String newNonce) {
        return new CallTerms(audience, scopes, manner, ahead, newNonce, signing);
    }

    CallTerms signed() {
        return new CallTerms(audience, scopes, manner, ahead, nonce, true);
    }

    /** Whom the call addresses. */
    Audience addressed() {
        Audience stated = audience;
        if (stated == null) {
            throw new IllegalStateException(
                    "say whom this calls, such as .to(\"https://orders.internal\"), or use zt.service(…) of a ZtScene");
        }
        return stated;
    }

    /** The URI of a request as the one that is called sees it: at its audience, if that is one of the web. */
    String target(Sent sent) {
        String path = sent.uri().getRawPath();
        return addressed()
                .origin()
                .map(origin -> origin + path)
                .orElseGet(() -> sent.uri().toString());
    }

    /** Nothing that is secret. */
    @Override
    public String toString() {
        return (audience == null ? "" : " to " + audience)
                + (scopes == null ? "" : " for [" + scopes + "]")
                + (manner == Manner.HONEST ? "" : " " + manner.word())
                + (ahead.isZero() ? "" : " " + ahead.toSeconds() + " s ahead")
                + (signing ? " signing" : "");
    }
}
