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

/** Makes the identity that settings name. */
final class Opening {
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private Opening() {}

    static ServiceIdentity open(Settings settings) {
        return SourceKind.of(settings) == SourceKind.FILES ? fromFiles(settings) : fromAuthority(settings);
    }

    private static ServiceIdentity fromFiles(Settings settings) {
        Path directory = settings.path(settings.required(Setting.IDENTITY_DIRECTORY));
        InstantSource clock = InstantSource.system();
        FileIdentitySource files = new FileIdentitySource(directory, SignatureProvider.from(settings), clock);
        TrustDomain domain = settings.required(Setting.TRUST_DOMAIN).as(TrustDomain::of);
        if (!files.current().id().trustDomain().equals(domain)) {
            throw settings.required(Setting.TRUST_DOMAIN)
                    .error("the token in " + directory + " is of trust domain "
                            + files.current().id().trustDomain());
        }
        ProofMint mint = mint(settings);
        Reloader reloader = Reloader.from(settings);
        reloader.every(files::refresh);
        return new ServiceIdentity(files, mint, clock, null, List.of(reloader));
    }

    private static ServiceIdentity fromAuthority(Settings settings) {
        ProofMint mint = mint(settings);
        InstantSource clock = InstantSource.system();
        Membership membership = Membership.open(settings, SignatureProvider.from(settings), clock);
        return new ServiceIdentity(membership.identity(), mint, clock, null, List.of(membership));
    }

    private static ProofMint mint(Settings settings) {
        return new ProofMint(
                settings.duration(Setting.PROOF_LIFE, ServiceIdentity.PROOF_LIFE, Duration.ofSeconds(1), LONGEST_LIFE));
    }
}
