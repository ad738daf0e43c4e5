package dev.zt.authority;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.config.Reloader;
import dev.zt.guard.Admission;
import dev.zt.guard.FilePolicySource;
import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.keys.SignatureProvider;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Policy;
import dev.zt.posture.RevocationNeed;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.verify.VerifierRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * Lets callers administer over HTTPS whom the authority's own policy grants it. Its policy can only say who: whatever it
 * lists must require the scope {@code zt:admin}, and it cannot merely observe. Safe for concurrent use.
 */
final class AdminGuard implements AutoCloseable {
    private static final Scopes ADMIN = Scopes.of("zt:admin");
    private static final Duration RELOAD = Duration.ofSeconds(1);

    private final Guard guard;
    private final Reloader reloader;

    private AdminGuard(Guard guard, Reloader reloader) {
        this.guard = guard;
        this.reloader = reloader;
    }

    /** The guard of the policy that the settings name; empty if they name none. */
    static Optional<AdminGuard> of(
            AuthoritySettings settings, Audience own, PublishedTrust trust, SignatureProvider signatures, Audit audit) {
        return settings.policy().map(file -> open(file, settings, own, trust, signatures, audit));
    }

    private static AdminGuard open(
            Path file,
            AuthoritySettings settings,
            Audience own,
            PublishedTrust trust,
            SignatureProvider signatures,
            Audit audit) {
        FilePolicySource policies = new FilePolicySource(file, settings.clock());
        policies.require(policy -> requireStrict(policy, file, settings));
        Guard guard = Guard.builder(VerifierRules.of(own), trust, policies)
                .signatures(signatures)
                .status(trust, RevocationNeed.REQUIRED)
                .audit(audit.sink(), Guard.AuditNeed.REQUIRED)
                .clock(settings.clock())
                .build();
        Reloader reloader = new Reloader(RELOAD);
        reloader.every(policies::refresh);
        reloader.every(guard.postures()::refresh);
        return new AdminGuard(guard, reloader);
    }

    private static void requireStrict(Policy policy, Path file, AuthoritySettings settings) {
        Place place = Place.of(file.toString());
        for (Endpoint endpoint : policy.endpoints()) {
            if (endpoint.open() || !endpoint.requires().containsAll(ADMIN)) {
                throw new ConfigurationException(
                        place, "endpoint '" + endpoint.name() + "' must have requires: [\"" + ADMIN + "\"]");
            }
        }
        if (policy.observesAt(settings.clock().instant())) {
            throw new ConfigurationException(place, "the policy of an authority cannot observe; write mode: enforce");
        }
    }

    /** Whether the caller of a request may administer. */
    Admission admit(Request request) {
        String path = request.getHttpURI().getPath();
        return guard.admit(Call.of(
                request.getMethod(),
                path == null ? "" : path,
                name -> request.getHeaders().getValuesList(name),
                Channel.TLS));
    }

    @Override
    public void close() {
        reloader.close();
        guard.close();
    }
}
