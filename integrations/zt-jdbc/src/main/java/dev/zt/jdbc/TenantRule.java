package dev.zt.jdbc;

import dev.zt.identity.CallerId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.verify.VerifiedCaller;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose rows a verified caller works on. Asked for each transaction, so it answers from memory; safe for concurrent use. A
 * rule from outside reads nothing but what was verified: a tenant taken from a header or a parameter is the caller's word.
 */
@FunctionalInterface
public interface TenantRule {
    /**
     * The tenant of a caller: letters, digits, {@code .}, {@code _} and {@code -}, 63 at most; empty if the caller has none,
     * which refuses the transaction.
     */
    Optional<String> tenantOf(VerifiedCaller caller);

    /** Callers whose tenants are written down; all others have none. */
    static TenantRule of(Map<? extends CallerId, String> tenants) {
        Map<CallerId, String> copy = Map.copyOf(tenants);
        return caller -> Optional.ofNullable(copy.get(caller.id()));
    }

    /**
     * The tenant stands in the path of the workload's id: that of {@code spiffe://shop.example/acme/storefront} is
     * {@code acme} at position 0. Workloads of other trust domains, who name themselves as they like, and clients of
     * authorization servers have none.
     *
     * @param position of the segment, from 0
     * @throws IllegalArgumentException if that is less
     */
    static TenantRule pathSegment(TrustDomain trustDomain, int position) {
        if (position < 0) {
            throw new IllegalArgumentException("segments are counted from 0");
        }
        return caller -> caller.id() instanceof WorkloadId workload
                        && workload.trustDomain().equals(trustDomain)
                ? segment(workload, position)
                : Optional.empty();
    }

    private static Optional<String> segment(WorkloadId workload, int position) {
        List<String> segments = List.of(workload.path().substring(1).split("/", -1));
        return position < segments.size() ? Optional.of(segments.get(position)) : Optional.empty();
    }

    /**
     * The tenant stands in the caller's verified transaction token, under a name in its context ({@code tctx}); callers
     * without one have none.
     */
    static TenantRule transactionContext(String name) {
        return caller -> caller.transaction().flatMap(transaction -> transaction.context(name));
    }
}
