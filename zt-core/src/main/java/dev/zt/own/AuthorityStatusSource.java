package dev.zt.own;

import dev.zt.config.FileAccess;
import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Reply;
import dev.zt.enrolment.SignedStatus;
import dev.zt.enrolment.TaggedText;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.CompactJws;
import dev.zt.keys.TrustBundle;
import dev.zt.posture.RevocationStatus;
import dev.zt.posture.StatusLookup;
import dev.zt.posture.StatusSource;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signed status of the own trust domain. Versions never go back, also over restarts: the last document is kept in
 * the state directory. Its age is that of its signature, so an authority or a proxy that repeats itself cannot make it
 * look fresh. Safe for concurrent use; {@link #refresh} for one thread.
 */
final class AuthorityStatusSource implements StatusSource {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorityStatusSource.class);
    private static final String FILE = "status.jwt";
    private static final String VERSION_FILE = "status.version";

    private final TrustDomain trustDomain;
    private final StateDirectory directory;
    private final AuthorityBundleSource bundles;
    private final InstantSource clock;
    private volatile @Nullable RevocationStatus held;
    private volatile @Nullable String problem;
    private @Nullable String tag;
    private long lowestVersion;
    private String keptKeyId = "";

    AuthorityStatusSource(
            TrustDomain trustDomain, StateDirectory directory, AuthorityBundleSource bundles, InstantSource clock) {
        this.trustDomain = trustDomain;
        this.directory = directory;
        this.bundles = bundles;
        this.clock = clock;
        restore();
    }

    // The version stands by itself, because the key that signed the document may have been retired since.
    private void restore() {
        lowestVersion = directory
                .content(VERSION_FILE, FileAccess.PRIVATE)
                .map(content -> new String(content, StandardCharsets.US_ASCII))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
        Optional<String> kept = directory
                .content(FILE, FileAccess.PRIVATE)
                .map(content -> new String(content, StandardCharsets.ISO_8859_1));
        Optional<TrustBundle> bundle = bundles.held();
        if (kept.isPresent() && bundle.isPresent()) {
            SignedStatus.Reading reading = SignedStatus.read(kept.get(), bundle.get(), clock.instant());
            // An older one than was in force is what a crash between the two writes leaves.
            if (reading instanceof SignedStatus.Reading.Valid valid
                    && valid.status().version() >= lowestVersion) {
                held = valid.status();
            }
        }
    }

    @Override
    public StatusLookup status(TrustDomain domain) {
        if (!domain.equals(trustDomain)) {
            return new StatusLookup.NotTracked();
        }
        RevocationStatus now = held;
        return now == null ? new StatusLookup.Unavailable() : new StatusLookup.Known(now);
    }

    @Override
    public Set<TrustDomain> tracked() {
        return Set.of(trustDomain);
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Asks for a newer document. */
    void refresh(AuthorityClient authority) {
        Reply<TaggedText> reply = authority.status(tag);
        if (reply instanceof Reply.Given<TaggedText> given) {
            take(given.value(), authority);
        } else if (reply instanceof Reply.Unreachable<TaggedText> away) {
            tell(away.problem());
        } else if (reply instanceof Reply.Refused<TaggedText> refused) {
            tell("the authority gives no status: " + refused.reason());
        } else {
            problem = null;
        }
    }

    private void take(TaggedText offered, AuthorityClient authority) {
        SignedStatus.Reading reading = read(offered.text());
        if (reading instanceof SignedStatus.Reading.KeyUnknown) {
            bundles.fetch(authority);
            reading = read(offered.text());
        }
        if (reading instanceof SignedStatus.Reading.Valid valid) {
            follow(valid.status(), offered);
            bundles.want(valid.status().bundleSequence());
            bundles.refresh(authority);
        } else {
            tell(
                    reading instanceof SignedStatus.Reading.Refused refused
                            ? "the status document is refused: " + refused.problem()
                            : "the status document is signed by a key that the authority does not publish");
        }
    }

    private SignedStatus.Reading read(String text) {
        Optional<TrustBundle> bundle = bundles.held();
        return bundle.isEmpty()
                ? new SignedStatus.Reading.KeyUnknown()
                : SignedStatus.read(text, bundle.get(), clock.instant());
    }

    private void follow(RevocationStatus offered, TaggedText document) {
        RevocationStatus now = held;
        if (offered.version() < lowestVersion) {
            tell("a status document of version " + offered.version() + " was offered, but " + lowestVersion
                    + " was in force already: somebody rolls the status back");
            return;
        }
        boolean older = now != null
                && offered.version() == now.version()
                && offered.issuedAt().isBefore(now.issuedAt());
        if (!older) {
            held = offered;
            tag = document.tag().orElse(null);
            problem = null;
            keep(offered.version(), document.text());
        }
    }

    private void keep(long version, String document) {
        String keyId = Optional.ofNullable(CompactJws.split(document))
                .flatMap(jws -> jws.header().keyId())
                .orElse("");
        boolean higher = version > lowestVersion;
        // Signed by another key it says the same, and can still be checked when the key of before is published no more.
        if (higher || !keyId.equals(keptKeyId)) {
            directory.write(FILE, document.getBytes(StandardCharsets.ISO_8859_1));
            keptKeyId = keyId;
        }
        // Last, so that no crash leaves a version without the document that it is of.
        if (higher) {
            directory.write(VERSION_FILE, Long.toString(version).getBytes(StandardCharsets.US_ASCII));
            lowestVersion = version;
        }
    }

    private void tell(String newProblem) {
        if (!newProblem.equals(problem)) {
            LOG.warn("zt: {}", newProblem);
        }
        problem = newProblem;
    }
}
