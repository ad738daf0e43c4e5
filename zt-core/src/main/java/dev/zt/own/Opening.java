package dev.zt.own;

import dev.zt.config.Reloader;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.SignatureProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes the identity that settings name. */
final class Opening {
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private Opening() {}

    static ServiceIdentity open(Settings settings) {
        SignatureProvider signatures = SignatureProvider.from(settings);
        SourceKind kind = SourceKind.of(settings);
        // Read before anything is opened that a mistake would leave open.
        Optional<OAuthClient> client = OAuthSettings.read(settings, signatures);
        if (kind == SourceKind.OAUTH) {
            settings.required(Setting.OAUTH_ISSUER);
            return ServiceIdentity.of(client.orElseThrow().open(Reloader.interval(settings)));
        }
        ProofMint mint = mint(settings);
        ServiceIdentity workload = kind == SourceKind.FILES
                ? fromFiles(settings, mint, signatures)
                : fromAuthority(settings, mint, signatures);
        return client.map(described -> both(workload, described, Reloader.interval(settings)))
                .orElse(workload);
    }

    private static ServiceIdentity both(ServiceIdentity workload, OAuthClient client, Duration interval) {
        try {
            return workload.with(client.open(interval));
        } catch (RuntimeException e) {
            workload.close();
            throw e;
        }
    }

    private static ServiceIdentity fromFiles(Settings settings, ProofMint mint, SignatureProvider signatures) {
        Path directory = settings.path(settings.required(Setting.IDENTITY_DIRECTORY));
        InstantSource clock = InstantSource.system();
        FileIdentitySource files = new FileIdentitySource(directory, signatures, clock);
        TrustDomain domain = settings.required(Setting.TRUST_DOMAIN).as(TrustDomain::of);
        if (!files.current().id().trustDomain().equals(domain)) {
            throw settings.required(Setting.TRUST_DOMAIN)
                    .error("the token in " + directory + " is of trust domain "
                            + files.current().id().trustDomain());
        }
        Reloader reloader = Reloader.from(settings);
        reloader.every(files::refresh);
        return new ServiceIdentity(files, mint, signatures, clock, null, List.of(reloader));
    }

    private static ServiceIdentity fromAuthority(Settings settings, ProofMint mint, SignatureProvider signatures) {
        InstantSource clock = InstantSource.system();
        Membership membership = Membership.open(settings, signatures, clock);
        return new ServiceIdentity(membership.identity(), mint, signatures, clock, null, List.of(membership));
    }

    private static ProofMint mint(Settings settings) {
        return new ProofMint(
                settings.duration(Setting.PROOF_LIFE, ServiceIdentity.PROOF_LIFE, Duration.ofSeconds(1), LONGEST_LIFE));
    }
}
