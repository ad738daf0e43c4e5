package dev.zt.verify;

import dev.zt.identity.Scopes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A verified transaction token: what a chain of calls is about (draft-ietf-oauth-transaction-tokens). It says nothing
 * of who calls and grants nothing here. Only the verifier makes one. Immutable; {@link #toString()} shows the
 * transaction's id alone.
 */
public final class VerifiedTransaction {
    private final String text;
    private final String id;
    private final String subject;
    private final String requestingWorkload;
    private final Scopes scopes;
    private final Instant expiry;
    private final Map<String, String> context;
    private final Map<String, String> requesterContext;

    VerifiedTransaction(
            String text,
            String id,
            String subject,
            String requestingWorkload,
            Scopes scopes,
            Instant expiry,
            Map<String, String> context,
            Map<String, String> requesterContext) {
        this.text = text;
        this.id = id;
        this.subject = subject;
        this.requestingWorkload = requestingWorkload;
        this.scopes = scopes;
        this.expiry = expiry;
        this.context = context;
        this.requesterContext = requesterContext;
    }

    /**
     * The token as it came, for the header {@code Txn-Token} of the calls that this one leads to; it travels unmodified.
     * A secret: not for logs.
     */
    public String token() {
        return text;
    }

    /** The {@code txn}: the same in every call of the chain. */
    public String id() {
        return id;
    }

    /** The {@code sub}: for whom the transaction goes on. */
    public String subject() {
        return subject;
    }

    /** The {@code req_wl}: the workload that asked for the token. */
    public String requestingWorkload() {
        return requestingWorkload;
    }

    /** The {@code scope}: the purpose of the transaction. Not what the caller may do here. */
    public Scopes scopes() {
        return scopes;
    }

    /** When the token expires. */
    public Instant expiry() {
        return expiry;
    }

    /** A text of {@code tctx}, which stays the same over the whole chain; empty if there is none of this name. */
    public Optional<String> context(String name) {
        return Optional.ofNullable(context.get(name));
    }

    /** A text of {@code rctx}, the circumstances of the first request; empty if there is none of this name. */
    public Optional<String> requesterContext(String name) {
        return Optional.ofNullable(requesterContext.get(name));
    }

    @Override
    public String toString() {
        return "VerifiedTransaction[" + id + "]";
    }
}
