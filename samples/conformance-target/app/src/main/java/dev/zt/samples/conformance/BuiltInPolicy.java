package dev.zt.samples.conformance;

import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policy of a target that was given none: every caller of a trusted domain or issuer may be granted every scope, by
 * bearer tokens, too, so that the scopes that a call itself carries decide.
 */
final class BuiltInPolicy {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    // A policy admits somebody; this domain has no keys, so nobody.
    private static final TrustDomain NOBODY = TrustDomain.of("nobody.invalid");

    private BuiltInPolicy() {}

    static Policy of(Collection<TrustDomain> domains, Collection<IssuerUrl> issuers) {
        return Policy.read("built-in policy", text(domains, issuers).getBytes(StandardCharsets.UTF_8));
    }

    static String text(Collection<TrustDomain> trusted, Collection<IssuerUrl> issuers) {
        Collection<TrustDomain> domains = trusted.isEmpty() ? List.of(NOBODY) : trusted;
        String callers = Stream.concat(
                        domains.stream().map(domain -> "'trust-domain:" + domain + "'"),
                        issuers.stream().map(issuer -> "'issuer:" + issuer + "'"))
                .collect(Collectors.joining(", "));
        StringBuilder endpoints = new StringBuilder();
        for (String method : METHODS) {
            boolean read = method.equals("GET");
            endpoints
                    .append("  public-%1$s: {match: '%1$s /public/{**}', public: true}%n".formatted(method))
                    .append("  admin-%1$s: {match: '%1$s /api/admin/{**}', requires: [admin]}%n".formatted(method))
                    .append("  orders-%1$s: {match: '%1$s /api/orders/{id}', requires: ['orders:%2$s']}%n"
                            .formatted(method, read ? "read" : "write"));
        }
        String guarded = METHODS.stream()
                .map(method -> "admin-" + method + ", orders-" + method)
                .collect(Collectors.joining(", "));
        return """
                zt: 1
                service: target
                segment: target
                admit: {trust-domains: [%s]%s}
                workloads: {target: 'spiffe://nobody.invalid/target'}
                segments: {target: [target]}
                endpoints:
                %sallow:
                  - {id: everybody, caller: [%s], to: [%s], scopes: [admin, 'orders:read', 'orders:write'], bound: false}
                """.formatted(
                        domains.stream().map(TrustDomain::toString).collect(Collectors.joining(", ")),
                        admittedIssuers(issuers),
                        endpoints,
                        callers,
                        guarded);
    }

    private static String admittedIssuers(Collection<IssuerUrl> issuers) {
        return issuers.isEmpty()
                ? ""
                : issuers.stream()
                        .map(issuer -> "'" + issuer + "'")
                        .collect(Collectors.joining(", ", ", issuers: [", "]"));
    }
}
