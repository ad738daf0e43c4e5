package dev.zt.guard;

import dev.zt.audit.AuditSink;
import dev.zt.audit.JsonLinesAuditSink;
import dev.zt.audit.Slf4jAuditSink;
import dev.zt.config.ConfigurationException;
import dev.zt.config.Node;
import dev.zt.config.Place;
import dev.zt.config.Reloader;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeySettings;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustedKeys;
import dev.zt.own.FileIdentitySource;
import dev.zt.own.IdentitySource;
import dev.zt.own.Membership;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SourceKind;
import dev.zt.posture.InstancePostures;
import dev.zt.posture.PostureRules;
import dev.zt.posture.RevocationNeed;
import dev.zt.posture.StatusSource;
import dev.zt.request.AddressRanges;
import dev.zt.request.ForwardedCertificates;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.SvidTrust;
import dev.zt.tls.TlsContexts;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.VerifierRules;
import dev.zt.verify.WitProfile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds a guard of settings. */
final class GuardSettings {
    private GuardSettings() {}

    static Guard build(Settings settings, InstantSource clock) {
        return build(settings, null, clock);
    }

    static Guard build(Settings settings, @Nullable ReplayStore givenReplays, InstantSource clock) {
        SignatureProvider signatures = SignatureProvider.from(settings);
        VerifierRules rules = rules(settings);
        SourceKind source = SourceKind.of(settings);
        boolean byAuthority = source == SourceKind.AUTHORITY;
        TrustedKeys bundles = keys(settings, signatures, clock, source);
        FilePolicySource policies = new FilePolicySource(policyFile(settings), clock);
        policies.require(policy -> requireSameService(settings.required(Setting.SERVICE), policy.service()));
        RevocationNeed need = revocations(settings);
        AddressRanges hops = hops(settings);
        ReplaySettings replaySettings = ReplaySettings.read(settings, givenReplays, rules);
        Duration interval = Reloader.interval(settings);
        PostureRules postureRules = postureRules(settings);
        Optional<ProtectedResource> resource = ProtectedResourceSettings.read(settings, rules.audiences());
        TokenSettings.Nonces nonces = TokenSettings.nonces(settings, rules);
        Optional<NonceKeyFile> nonceKeys = TokenSettings.nonceKeys(settings, nonces, clock);
        Optional<FileIdentitySource> files = rules.signatures() == VerifierRules.Signatures.ANSWER
                ? signingFiles(settings, source, signatures, clock)
                : Optional.empty();
        boolean auditRequired = settings.flag(Setting.AUDIT_REQUIRED, false);
        // Everything was read, so that no mistake leaves open what is opened from here on.
        ReplayStore replays = replaySettings.open(clock);
        Optional<AutoCloseable> openedReplays = givenReplays == null && replays instanceof AutoCloseable opened
                ? Optional.of(opened)
                : Optional.empty();
        Optional<JsonLinesAuditSink> auditFile = orClose(openedReplays, () -> auditFile(settings, clock));
        Optional<Membership> membership = byAuthority
                ? Optional.of(orClose(openedReplays, () -> membership(settings, signatures, clock, auditFile)))
                : Optional.empty();
        InstancePostures postures = new InstancePostures(postureRules, clock);
        Guard.Builder builder = Guard.builder(
                        rules,
                        membership
                                .<BundleSource>map(own -> own.besides(bundles))
                                .orElse(bundles),
                        policies)
                .signatures(signatures)
                .clock(clock)
                .postures(postures)
                .forwardedFrom(hops)
                .forwardedCertificates(forwardedCertificates(settings, hops))
                .status(membership.map(Membership::followStatus).orElseGet(StatusSource::none), need)
                .replayStore(replays);
        openedReplays.ifPresent(builder::owning);
        resource.ifPresent(builder::protectedResource);
        if (nonces == TokenSettings.Nonces.REQUIRED) {
            builder.dpopNonces(nonceKeys
                    .map(file -> DpopNonces.shared(file::keys, clock))
                    .orElseGet(() -> DpopNonces.ofThisProcess(clock)));
        }
        if (rules.signatures() == VerifierRules.Signatures.ANSWER) {
            builder.answeringAs(ServiceIdentity.of(
                    files.<IdentitySource>map(found -> found)
                            .orElseGet(() -> membership.orElseThrow().identity()),
                    clock));
        }
        files.ifPresent(found -> builder.check(() -> found.problem().map(problem -> "identity: " + problem)));
        nonceKeys.ifPresent(file -> builder.check(() -> file.problem().map(problem -> "dpop.nonce-key: " + problem)));
        membership.ifPresent(own -> {
            builder.owning(own);
            builder.check(() -> own.identity().problem().map(problem -> "identity: " + problem));
        });
        if (settings.choice(Setting.PLAIN_HTTP, Guard.PlainHttp.class, Guard.PlainHttp.REFUSE)
                == Guard.PlainHttp.LOOPBACK) {
            builder.allowLoopbackHttp();
        }
        bundles.issuers().forEach(issuer -> builder.check(() -> bundles.problem(issuer)));
        builder.keys(() ->
                bundles.issuers().stream().anyMatch(issuer -> bundles.bundle(issuer) instanceof BundleLookup.Found));
        auditFile.ifPresent(builder::owning);
        builder.audit(
                auditFile.<AuditSink>map(new Slf4jAuditSink()::and).orElseGet(Slf4jAuditSink::new),
                auditRequired ? Guard.AuditNeed.REQUIRED : Guard.AuditNeed.BEST_EFFORT);
        bundles.begin();
        Reloader reloader = new Reloader(interval);
        reloader.every(bundles::refresh);
        reloader.every(policies::refresh);
        reloader.every(postures::refresh);
        nonceKeys.ifPresent(file -> reloader.every(file::refresh));
        files.ifPresent(found -> reloader.every(found::refresh));
        return builder.owning(reloader).build();
    }

    private static AddressRanges hops(Settings settings) {
        List<Node> ranges = settings.texts(Setting.FORWARDED_FROM);
        // One by one first, so that a mistake is reported at its place.
        ranges.forEach(node -> node.as(text -> AddressRanges.of(List.of(text))));
        return AddressRanges.of(ranges.stream().map(Node::text).toList());
    }

    private static ForwardedCertificates forwardedCertificates(Settings settings, AddressRanges hops) {
        ForwardedCertificates form = settings.choice(
                Setting.FORWARDED_CERTIFICATES, ForwardedCertificates.class, ForwardedCertificates.IGNORE);
        if (form != ForwardedCertificates.IGNORE && hops.isEmpty()) {
            throw settings.required(Setting.FORWARDED_CERTIFICATES)
                    .error("'" + Setting.FORWARDED_CERTIFICATES.key() + "' says nothing without '"
                            + Setting.FORWARDED_FROM.key() + "'");
        }
        return form;
    }

    private static RevocationNeed revocations(Settings settings) {
        return settings.choice(Setting.REVOCATION, RevocationNeed.class, RevocationNeed.REQUIRED);
    }

    private static PostureRules postureRules(Settings settings) {
        PostureRules standard = PostureRules.defaults();
        Duration second = Duration.ofSeconds(1);
        Duration hour = Duration.ofHours(1);
        return new PostureRules(
                (int) settings.number(Setting.POSTURE_DENIED_ENDPOINTS, standard.deniedEndpoints(), 2, 64),
                settings.duration(Setting.POSTURE_WITHIN, standard.within(), second, hour),
                settings.duration(Setting.POSTURE_ELEVATED_FOR, standard.elevatedFor(), second, PostureRules.LONGEST),
                settings.duration(
                        Setting.POSTURE_QUARANTINED_FOR, standard.quarantinedFor(), second, PostureRules.LONGEST),
                standard.alarmEvery(),
                standard.instances());
    }

    private static VerifierRules rules(Settings settings) {
        VerifierRules tokens = requestRules(settings);
        VerifierRules rules = switch (settings.choice(
                Setting.HTTP_SIGNATURES, VerifierRules.Signatures.class, VerifierRules.Signatures.REFUSE)) {
            case REFUSE -> tokens;
            case ACCEPT -> tokens.acceptingSignatures();
            case ANSWER -> tokens.answeringSignatures();
        };
        return settings.choice(
                                Setting.CLIENT_CERTIFICATES,
                                VerifierRules.Certificates.class,
                                VerifierRules.Certificates.IGNORE)
                        == VerifierRules.Certificates.ACCEPT
                ? rules.acceptingCertificates()
                : rules;
    }

    private static VerifierRules requestRules(Settings settings) {
        settings.required(Setting.AUDIENCE);
        List<Audience> audiences = settings.texts(Setting.AUDIENCE).stream()
                .map(node -> node.as(Audience::of))
                .toList();
        return new VerifierRules(
                audiences,
                settings.choice(Setting.WIT_PROFILE, WitProfile.class, WitProfile.SPIFFE),
                settings.duration(Setting.CLOCK_SKEW, Duration.ofSeconds(30), Duration.ZERO, VerifierRules.MOST_SKEW),
                settings.duration(
                        Setting.PROOF_AHEAD, Duration.ofSeconds(60), Duration.ofSeconds(1), VerifierRules.MOST_AHEAD),
                (int) settings.size(Setting.TOKEN_SIZE, 8 << 10, 1 << 10, VerifierRules.MOST_TOKEN_LENGTH),
                settings.texts(Setting.CONTEXT_HEADERS).stream().map(Node::text).collect(Collectors.toSet()),
                TokenSettings.rules(settings, audiences),
                VerifierRules.Signatures.REFUSE,
                VerifierRules.Certificates.IGNORE);
    }

    private static TrustedKeys keys(
            Settings settings, SignatureProvider signatures, InstantSource clock, SourceKind source) {
        TrustedKeys.Builder keys = KeySettings.read(
                settings,
                signatures,
                (url, server, bundles) -> TlsContexts.client(
                        new SvidTrust(Map.of(url, PeerMatcher.exactly(server)), bundles, signatures, clock)),
                clock);
        // A client of an authorization server is of no trust domain, so there is none that it must believe.
        if (source == SourceKind.FILES) {
            TrustDomain own = settings.required(Setting.TRUST_DOMAIN).as(TrustDomain::of);
            if (!keys.names(own)) {
                Path directory = settings.path(settings.required(Setting.IDENTITY_DIRECTORY));
                keys.bundleFile(own, directory.resolve("bundle.json"));
            }
        }
        return keys.build();
    }

    // The identity of a member is the authority's; that of a client is none that could sign.
    private static Optional<FileIdentitySource> signingFiles(
            Settings settings, SourceKind source, SignatureProvider signatures, InstantSource clock) {
        return switch (source) {
            case AUTHORITY -> Optional.empty();
            case FILES ->
                Optional.of(new FileIdentitySource(
                        settings.path(settings.required(Setting.IDENTITY_DIRECTORY)), signatures, clock));
            case OAUTH ->
                throw settings.required(Setting.HTTP_SIGNATURES)
                        .error("only a workload can sign its answers, and '" + Setting.IDENTITY_SOURCE.key()
                                + ": oauth' makes none; write 'accept'");
        };
    }

    private static Path policyFile(Settings settings) {
        return settings.pathOrDefault(Setting.POLICY);
    }

    private static void requireSameService(Node service, String policyService) {
        if (!service.text().equals(policyService)) {
            throw new ConfigurationException(
                    Place.of(service.place().source()),
                    "service is '" + service.text() + "' but the policy is for '" + policyService + "'");
        }
    }

    private static Membership membership(
            Settings settings,
            SignatureProvider signatures,
            InstantSource clock,
            Optional<JsonLinesAuditSink> auditFile) {
        try {
            return Membership.open(settings, signatures, clock);
        } catch (RuntimeException e) {
            auditFile.ifPresent(JsonLinesAuditSink::close);
            throw e;
        }
    }

    private static <T> T orClose(Optional<AutoCloseable> opened, Supplier<T> next) {
        try {
            return next.get();
        } catch (RuntimeException e) {
            opened.ifPresent(part -> closeAfter(e, part));
            throw e;
        }
    }

    private static void closeAfter(RuntimeException failure, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private static Optional<JsonLinesAuditSink> auditFile(Settings settings, InstantSource clock) {
        long maxBytes = settings.size(Setting.AUDIT_FILE_SIZE, 64L << 20, 64L << 10, 1L << 30);
        return settings.optional(Setting.AUDIT_FILE).map(node -> open(node, settings.path(node), maxBytes, clock));
    }

    private static JsonLinesAuditSink open(Node node, Path path, long maxBytes, InstantSource clock) {
        try {
            return new JsonLinesAuditSink(path, maxBytes, clock);
        } catch (UncheckedIOException e) {
            throw node.error("the audit file " + path + " cannot be written");
        }
    }
}
