package dev.zt.cli;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.AuthorityId;
import dev.zt.enrolment.Reply;
import dev.zt.enrolment.SignedStatus;
import dev.zt.enrolment.TaggedText;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.own.KeptIdentity;
import dev.zt.posture.RevocationStatus;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.SvidTrust;
import dev.zt.tls.TlsContexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whom an instance believes, whether its authority answers, and whether the two agree on the time. */
final class TrustExamination {
    // The authority signs the status every ten seconds, so what it says is at most so old.
    private static final Duration RESIGNED = Duration.ofSeconds(10);
    private static final Duration SKEW = Duration.ofSeconds(20);

    private final KeptIdentity identity;
    private final Path directory;
    private final InstantSource clock;
    private final SignatureProvider signatures = SignatureProvider.fastest();
    private final List<Finding> findings = new ArrayList<>();

    TrustExamination(KeptIdentity identity, Path directory, InstantSource clock) {
        this.identity = identity;
        this.directory = directory;
        this.clock = clock;
    }

    List<Finding> findings() {
        Path file = directory.resolve("bundle.json");
        if (!Files.exists(file)) {
            findings.add(Finding.bad(
                    "trust",
                    "there is no bundle in " + directory,
                    "if it was removed, remove the whole state directory and join anew with a file from 'zt join'"));
            return findings;
        }
        TrustDomain domain = identity.workload().trustDomain();
        try {
            byte[] document = FileAccess.TRUSTED.read(file, TrustBundle.MAX_BYTES);
            TrustBundle bundle = TrustBundle.read(domain, file.toString(), document, signatures);
            findings.add(Finding.ok("trust", bundle.size() + " keys of " + domain + " are believed"));
            ask(domain, bundle);
        } catch (ConfigurationException e) {
            findings.add(Finding.bad(
                    "trust",
                    String.valueOf(e.getMessage()),
                    "put back a backup of it; without one, remove the state directory and join anew"));
        }
        return findings;
    }

    private void ask(TrustDomain domain, TrustBundle bundle) {
        WorkloadId authority = AuthorityId.of(domain);
        SvidTrust trust = new SvidTrust(
                Map.of(identity.authority(), PeerMatcher.exactly(authority)),
                asked -> asked.equals(domain) ? new BundleLookup.Found(bundle, 0) : new BundleLookup.NotTrusted(),
                signatures,
                clock);
        Reply<TaggedText> reply = new AuthorityClient(identity.authority(), TlsContexts.client(trust)).status(null);
        if (reply instanceof Reply.Given<TaggedText> given) {
            findings.add(Finding.ok("authority", identity.authority() + " answers and proves who it is"));
            status(SignedStatus.read(given.value().text(), bundle, clock.instant()));
        } else {
            findings.add(Finding.bad(
                    "authority",
                    reply instanceof Reply.Unreachable<TaggedText> away ? away.problem() : "it gives no status",
                    "start it, or let this machine reach it; a clock that is wrong also makes its certificate"
                            + " unbelievable"));
        }
    }

    private void status(SignedStatus.Reading reading) {
        if (!(reading instanceof SignedStatus.Reading.Valid valid)) {
            findings.add(
                    Finding.bad(
                            "status",
                            "its status document is refused"
                                    + (reading instanceof SignedStatus.Reading.Refused refused
                                            ? ": " + refused.problem()
                                            : ""),
                            "look at the clock of both sides; if they agree, the authority's keys changed: let the service run"));
            return;
        }
        clock(valid.status());
        standing(valid.status());
    }

    private void clock(RevocationStatus status) {
        Duration age = Duration.between(status.issuedAt(), clock.instant());
        boolean agrees = age.compareTo(SKEW.negated()) > 0 && age.compareTo(RESIGNED.plus(SKEW)) < 0;
        findings.add(
                agrees
                        ? Finding.ok("clock", "agrees with the authority's")
                        : Finding.bad(
                                "clock",
                                "differs from the authority's by about "
                                        + age.abs().toSeconds() + " s",
                                "set the clock of this machine, or the authority's (NTP)"));
    }

    private void standing(RevocationStatus status) {
        boolean workload = status.workloads().contains(identity.workload());
        boolean instance = identity.issued()
                .filter(issued -> status.instances().contains(issued.instance().value()))
                .isPresent();
        if (workload || instance) {
            findings.add(Finding.bad(
                    "status",
                    "this " + (instance ? "instance" : "workload") + " is revoked or quarantined",
                    "find out why ('zt status' at the authority); then 'zt lift', or remove the state and join anew"));
        } else {
            findings.add(Finding.ok("status", "not revoked, version " + status.version()));
        }
    }
}
