package dev.zt.cli;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.enrolment.JoinFile;
import dev.zt.identity.TrustDomain;
import dev.zt.own.KeptIdentity;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SourceKind;
import dev.zt.policy.Policy;
import dev.zt.policy.PolicyTestResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at one instance from outside, part by part. Used by one thread. */
final class Examination {
    private final Settings settings;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    Examination(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What was found, in the order in which a mistake leads to the next. */
    List<Finding> findings() {
        guarded("settings", this::settings);
        guarded("identity", () -> {
            switch (SourceKind.of(settings)) {
                case FILES -> identityInFiles();
                case AUTHORITY -> identityOfAuthority();
                case OAUTH -> identityOfClient();
            }
        });
        guarded("policy", this::policy);
        return List.copyOf(findings);
    }

    private void guarded(String area, Runnable look) {
        try {
            look.run();
        } catch (ConfigurationException e) {
            findings.add(Finding.bad(area, String.valueOf(e.getMessage()), "mend it as it says"));
        }
    }

    private void settings() {
        if (SourceKind.of(settings) == SourceKind.OAUTH
                && settings.optional(Setting.TRUST_DOMAIN).isEmpty()) {
            findings.add(Finding.ok("settings", "readable, of no trust domain"));
            return;
        }
        TrustDomain domain = settings.required(Setting.TRUST_DOMAIN).as(TrustDomain::of);
        findings.add(Finding.ok("settings", "readable, of trust domain " + domain));
    }

    private void identityInFiles() {
        try (ServiceIdentity me = ServiceIdentity.from(settings)) {
            lasts("the token of " + me.id(), Instant.EPOCH, me.expiry(), "look at what writes the identity files");
        }
    }

    // Its key is read; the authorization server is not asked.
    private void identityOfClient() {
        try (ServiceIdentity me = ServiceIdentity.from(settings)) {
            findings.add(Finding.ok("identity", String.valueOf(me.caller())));
        }
    }

    private void identityOfAuthority() {
        Path directory = settings.pathOrDefault(Setting.STATE_DIRECTORY);
        Optional<KeptIdentity> kept = KeptIdentity.in(directory);
        joinFile(kept, directory);
        kept.ifPresent(identity -> {
            identity.issued().ifPresent(issued -> {
                findings.add(Finding.ok("identity", identity.workload() + ", instance " + issued.instance()));
                String advice = "see that the service runs and reaches the authority; after the grace for renewals,"
                        + " join anew";
                lasts("its token", issued.issuedAt(), issued.expiry(), advice);
                lasts("its certificate", issued.issuedAt(), issued.certificateExpiry(), advice);
            });
            findings.addAll(new TrustExamination(identity, directory, clock).findings());
        });
    }

    private void joinFile(Optional<KeptIdentity> kept, Path directory) {
        Optional<Path> file =
                settings.optional(Setting.JOIN_FILE).map(settings::path).filter(Files::exists);
        boolean holds = kept.flatMap(KeptIdentity::issued).isPresent();
        if (file.isEmpty() && !holds) {
            findings.add(Finding.bad(
                    "identity", "there is none in " + directory + " and no join file", "make one with 'zt join'"));
        }
        file.map(JoinFile::read).ifPresent(join -> {
            if (join.expiry().isBefore(clock.instant())) {
                Finding.Level level = holds ? Finding.Level.WARNING : Finding.Level.BAD;
                String text = "the join file " + file.get() + " ended at " + join.expiry();
                findings.add(new Finding(level, "identity", text, "remove it; where it is needed, make a new one"));
            } else {
                findings.add(Finding.ok("identity", "a join file for " + join.workload() + " is there"));
            }
        });
    }

    private void lasts(String what, Instant from, Instant until, String advice) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, until);
        Duration life = Duration.between(from, until);
        if (left.isNegative()) {
            findings.add(Finding.bad("identity", what + " ended at " + until, advice));
        } else if (!from.equals(Instant.EPOCH) && left.compareTo(life.dividedBy(4)) < 0) {
            findings.add(
                    Finding.warning("identity", what + " should have been renewed; it ends in " + words(left), advice));
        } else {
            findings.add(Finding.ok("identity", what + " ends in " + words(left)));
        }
    }

    private static String words(Duration time) {
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private void policy() {
        Path file = settings.pathOrDefault(Setting.POLICY);
        if (!Files.exists(file) && settings.optional(Setting.POLICY).isEmpty()) {
            findings.add(Finding.ok("policy", "none, so this instance calls and is not called"));
            return;
        }
        Policy policy = PolicyCommand.read(file);
        settings.required(Setting.AUDIENCE);
        String service = settings.required(Setting.SERVICE).text();
        if (!service.equals(policy.service())) {
            findings.add(Finding.bad(
                    "policy",
                    file + " is for '" + policy.service() + "' but the service is '" + service + "'",
                    "name the same in both"));
        }
        if (policy.observesAt(clock.instant())) {
            findings.add(
                    Finding.warning("policy", "mode observe: calls without an allow edge pass", "write mode: enforce"));
        }
        List<PolicyTestResult> failed = PolicyCommand.runTests(policy).stream()
                .filter(result -> !result.passed())
                .toList();
        failed.forEach(result -> findings.add(Finding.bad(
                "policy",
                result.place() + ": expected " + result.expected() + " but the policy says " + result.seen(),
                "mend the rule or the test")));
        if (failed.isEmpty()) {
            findings.add(Finding.ok(
                    "policy", policy.endpoints().size() + " endpoints, " + policy.testCount() + " tests passed"));
        }
    }
}
