package dev.zt.own;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a workload proof is for: whom it addresses, what it is limited to, and what travels beside it. Immutable. */
public final class ProofPurpose {
    private final Audience audience;
    private final @Nullable Scopes narrowedTo;
    private final @Nullable TransactionToken transaction;

    private ProofPurpose(Audience audience, @Nullable Scopes narrowedTo, @Nullable TransactionToken transaction) {
        this.audience = audience;
        this.narrowedTo = narrowedTo;
        this.transaction = transaction;
    }

    /** One call to one audience. */
    public static ProofPurpose of(Audience audience) {
        return new ProofPurpose(audience, null, null);
    }

    /** The same, limited to some scopes whatever else the caller is granted. */
    public ProofPurpose narrowedTo(Scopes scopes) {
        return new ProofPurpose(audience, scopes, transaction);
    }

    /** The same beside a transaction token, which the proof binds. */
    public ProofPurpose beside(TransactionToken token) {
        return new ProofPurpose(audience, narrowedTo, token);
    }

    Audience audience() {
        return audience;
    }

    Optional<Scopes> narrowedTo() {
        return Optional.ofNullable(narrowedTo);
    }

    Optional<TransactionToken> transaction() {
        return Optional.ofNullable(transaction);
    }
}
