package dev.zt.outbound;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.own.TokenTarget;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A callee that credentials may be sent to: its origin, whom they address, and which they are: proofs of the workload
 * unless it says otherwise. Immutable.
 */
public final class Destination {
    private static final int USUALLY_HELD = 1 << 20;

    private final Origin origin;
    private final Audience audience;
    private final Shows shows;
    private final @Nullable Scopes scopes;
    private final @Nullable WorkloadId answering;
    private final @Nullable WorkloadId signing;
    private final int signedAnswersUpTo;

    private enum Shows {
        PROOF,
        SIGNATURE,
        CERTIFICATE,
        TOKEN,
        TOKEN_BOUND_OR_NOT,
        EXCHANGED_TOKEN,
        EXCHANGED_TOKEN_BOUND_OR_NOT;

        boolean isExchanged() {
            return this == EXCHANGED_TOKEN || this == EXCHANGED_TOKEN_BOUND_OR_NOT;
        }

        boolean isBoundOrNot() {
            return this == TOKEN_BOUND_OR_NOT || this == EXCHANGED_TOKEN_BOUND_OR_NOT;
        }
    }

    private Destination(
            Origin origin,
            Audience audience,
            Shows shows,
            @Nullable Scopes scopes,
            @Nullable WorkloadId answering,
            @Nullable WorkloadId signing,
            int signedAnswersUpTo) {
        this.origin = origin;
        this.audience = audience;
        this.shows = shows;
        this.scopes = scopes;
        this.answering = answering;
        this.signing = signing;
        this.signedAnswersUpTo = signedAnswersUpTo;
    }

    // What it is shown is another thing then, so what was said of the former goes.
    private Destination shown(Shows other, @Nullable Scopes wanted) {
        return new Destination(origin, audience, other, wanted, answering, null, USUALLY_HELD);
    }

    /**
     * A callee whose proofs address its origin.
     *
     * @param origin scheme, host and port, such as {@code https://orders.internal}
     * @throws IllegalArgumentException if it is no origin
     */
    public static Destination of(String origin) {
        URI uri = URI.create(origin);
        boolean bare = uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath() == null
                        || uri.getRawPath().isEmpty()
                        || uri.getRawPath().equals("/"));
        Origin parsed = Origin.of(uri)
                .filter(unused -> bare)
                .orElseThrow(() -> new IllegalArgumentException(
                        "an origin is https://host or https://host:port, without a path: " + origin));
        return new Destination(parsed, Audience.of(parsed.toString()), Shows.PROOF, null, null, null, USUALLY_HELD);
    }

    /** The same callee, addressed by another name than its origin. */
    public Destination audience(String name) {
        return new Destination(origin, Audience.of(name), shows, scopes, answering, signing, signedAnswersUpTo);
    }

    /**
     * The same callee, with every call limited to these scopes.
     *
     * @throws IllegalStateException if it is shown access tokens, which are limited by the scopes they are asked with, or
     *     a certificate alone or signatures, which cannot be limited
     */
    public Destination narrowedTo(Scopes newScopes) {
        if (shows != Shows.PROOF) {
            throw new IllegalStateException(
                    target().isPresent()
                            ? "an access token is limited by the scopes that it is asked with"
                            : "a certificate or a signature cannot be limited");
        }
        return shown(Shows.PROOF, newScopes);
    }

    /**
     * The same callee, shown a signature over each whole request instead of a proof of the workload alone: what arrives is
     * what was sent, content included. Content must be able to start over, because it is hashed before it is sent.
     */
    public Destination signed() {
        return shown(Shows.SIGNATURE, null);
    }

    /**
     * The same callee, whose answers must be signed by this workload (draft-ietf-wimse-http-signature-08 §3.2): whoever else
     * answers, on whatever connection, is not believed. Redirects are not followed then, because no signature covers where
     * they lead.
     *
     * @throws IllegalStateException if it is not {@linkplain #signed() shown signatures}, to which alone such answers belong
     */
    public Destination answersSignedBy(WorkloadId callee) {
        if (shows != Shows.SIGNATURE) {
            throw new IllegalStateException("an answer is signed only if the request was: call signed() first");
        }
        return new Destination(origin, audience, shows, scopes, answering, callee, signedAnswersUpTo);
    }

    /**
     * The same callee, shown access tokens of the process's own instead of proofs of its workload: bound ones (RFC 9449),
     * with a proof for each call.
     *
     * @param wanted what to ask the authorization server for; none leaves it to the server
     */
    public Destination accessToken(Scopes wanted) {
        return shown(Shows.TOKEN, wanted);
    }

    /**
     * The same callee, shown the certificate of this process in the handshake and nothing in the request. Needs
     * {@link #answeredBy}, because a certificate is shown to nobody else.
     */
    public Destination certificateAlone() {
        return shown(Shows.CERTIFICATE, null);
    }

    /**
     * The same callee, shown access tokens for which the token of whoever is served was exchanged (RFC 8693); see
     * {@link OutboundAuth#onBehalfOf}. Calls on nobody's behalf are refused, so that none is made by mistake with the
     * rights of this process.
     *
     * @param wanted what to ask the authorization server for; none leaves it to the server
     */
    public Destination exchangedToken(Scopes wanted) {
        return shown(Shows.EXCHANGED_TOKEN, wanted);
    }

    /**
     * The same callee, shown plain bearer tokens where the authorization server gives no bound ones: whoever reads one
     * on its way can use it until it ends.
     *
     * @throws IllegalStateException if it is not shown access tokens
     */
    public Destination allowUnboundToken() {
        if (target().isEmpty()) {
            throw new IllegalStateException("only an access token can be unbound: call accessToken(…) first");
        }
        Shows either = shows.isExchanged() ? Shows.EXCHANGED_TOKEN_BOUND_OR_NOT : Shows.TOKEN_BOUND_OR_NOT;
        return shown(either, scopes);
    }

    /**
     * The same callee, which must prove by its TLS certificate (X.509-SVID) that it is this workload; its host name then
     * does not matter, and whoever else listens there learns nothing.
     *
     * @throws IllegalArgumentException if the origin is plain HTTP, where nobody proves anything
     */
    public Destination answeredBy(WorkloadId callee) {
        if (origin.isPlain()) {
            throw new IllegalArgumentException("only over https does anybody prove who answers: " + origin);
        }
        return new Destination(origin, audience, shows, scopes, callee, signing, signedAnswersUpTo);
    }

    /** Who must answer; empty where the platform's certificate authorities and the host name decide. */
    public Optional<WorkloadId> answering() {
        return Optional.ofNullable(answering);
    }

    Origin origin() {
        return origin;
    }

    /** Whom the credentials address. */
    public Audience audience() {
        return audience;
    }

    /** What the proof of every call is limited to; empty for all that the caller is granted. */
    public Optional<Scopes> narrowedTo() {
        return shows == Shows.PROOF ? Optional.ofNullable(scopes) : Optional.empty();
    }

    /** Whether it is shown signatures. */
    boolean isSigned() {
        return shows == Shows.SIGNATURE;
    }

    /**
     * The same callee, whose signed answers are up to so many bytes long; default 1 MiB. Each is held until all of it was
     * compared, and a longer one fails.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Destination signedAnswersUpTo(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a length is not negative: " + bytes);
        }
        return new Destination(origin, audience, shows, scopes, answering, signing, bytes);
    }

    int signedAnswersUpTo() {
        return signedAnswersUpTo;
    }

    /** Who must sign the answers; empty if they may go unsigned. */
    public Optional<WorkloadId> answersSignedBy() {
        return Optional.ofNullable(signing);
    }

    /** Whether a request shows it anything. */
    boolean isShownInRequests() {
        return shows != Shows.CERTIFICATE;
    }

    /** What its access tokens are for; empty if it is shown something else. */
    Optional<TokenTarget> target() {
        if (shows == Shows.PROOF || scopes == null) {
            return Optional.empty();
        }
        TokenTarget target = TokenTarget.of(audience, scopes);
        return Optional.of(shows.isBoundOrNot() ? target.allowUnbound() : target);
    }

    /** Whether it is called on somebody's behalf only. */
    boolean isOnBehalf() {
        return shows.isExchanged();
    }

    @Override
    public String toString() {
        return origin.toString();
    }
}
