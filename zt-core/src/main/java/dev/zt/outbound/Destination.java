package dev.zt.outbound;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A callee that proofs may be sent to: its origin, whom the proofs address, and to what they limit a call. Immutable. */
public final class Destination {
    private final Origin origin;
    private final Audience audience;
    private final @Nullable Scopes narrowedTo;
    private final @Nullable WorkloadId answering;

    private Destination(Origin origin, Audience audience, @Nullable Scopes narrowedTo, @Nullable WorkloadId answering) {
        this.origin = origin;
        this.audience = audience;
        this.narrowedTo = narrowedTo;
        this.answering = answering;
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
        return new Destination(parsed, Audience.of(parsed.toString()), null, null);
    }

    /** The same callee, addressed by another name than its origin. */
    public Destination audience(String name) {
        return new Destination(origin, Audience.of(name), narrowedTo, answering);
    }

    /** The same callee, with every call limited to these scopes. */
    public Destination narrowedTo(Scopes scopes) {
        return new Destination(origin, audience, scopes, answering);
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
        return new Destination(origin, audience, narrowedTo, callee);
    }

    /** Who must answer; empty where the platform's certificate authorities and the host name decide. */
    public Optional<WorkloadId> answering() {
        return Optional.ofNullable(answering);
    }

    Origin origin() {
        return origin;
    }

    /** Whom the proofs address. */
    public Audience audience() {
        return audience;
    }

    /** What every call is limited to; empty for all that the caller is granted. */
    public Optional<Scopes> narrowedTo() {
        return Optional.ofNullable(narrowedTo);
    }

    @Override
    public String toString() {
        return origin.toString();
    }
}
