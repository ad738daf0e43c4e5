package dev.zt.own;

import dev.zt.fetch.FetchRequest;
import dev.zt.fetch.Fetched;
import dev.zt.fetch.Fetcher;
import dev.zt.identity.IssuerUrl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where a client asks for tokens: as stated, or as the issuer's metadata say, which are looked at again after an hour
 * and, if they cannot be had then, believed on. Safe for concurrent use.
 */
final class TokenEndpoint {
    private static final Duration FRESH = Duration.ofHours(1);

    private final IssuerUrl issuer;
    private final Fetcher fetcher;
    private final InstantSource clock;
    private final @Nullable URI stated;
    private volatile @Nullable Found found;

    /** Where it was found, and when. */
    private record Found(URI endpoint, Instant when) {}

    /** What came of looking. Exactly one of the two. */
    sealed interface Whereabouts {
        /** It is there; a form can be sent to it. */
        record Known(URI url) implements Whereabouts {}

        /**
         * It could not be found out.
         *
         * @param problem in words, for an operator
         */
        record Unknown(String problem) implements Whereabouts {}
    }

    TokenEndpoint(IssuerUrl issuer, Optional<URI> stated, Fetcher fetcher, InstantSource clock) {
        this.issuer = issuer;
        this.stated = stated.orElse(null);
        this.fetcher = fetcher;
        this.clock = clock;
    }

    CompletableFuture<Whereabouts> find(String assertionAlgorithm) {
        Found known = found;
        if (stated != null) {
            return CompletableFuture.completedFuture(new Whereabouts.Known(stated));
        }
        if (known != null && clock.instant().isBefore(known.when.plus(FRESH))) {
            return CompletableFuture.completedFuture(new Whereabouts.Known(known.endpoint));
        }
        return look(ServerMetadata.locations(issuer), assertionAlgorithm)
                .thenApply(result -> result instanceof Whereabouts.Unknown && known != null
                        ? new Whereabouts.Known(known.endpoint)
                        : result);
    }

    private CompletableFuture<Whereabouts> look(List<URI> places, String assertionAlgorithm) {
        URI place = places.get(0);
        return fetcher.fetch(FetchRequest.get(place).header("Accept", "application/json"))
                .thenCompose(fetched -> {
                    if (!(fetched instanceof Fetched.Answer answer)) {
                        return unknown(fetched instanceof Fetched.Failed failed ? failed.problem() : "no answer");
                    }
                    // A server that answers, but not here, may know the other name of the place.
                    if (answer.status() != 200) {
                        return places.size() > 1
                                ? look(places.subList(1, places.size()), assertionAlgorithm)
                                : unknown("no metadata at " + place + " (" + answer.status() + ")");
                    }
                    return read(place, answer.body(), assertionAlgorithm);
                });
    }

    private CompletableFuture<Whereabouts> read(URI place, byte[] document, String assertionAlgorithm) {
        ServerMetadata.Reading reading = ServerMetadata.read(issuer, assertionAlgorithm, document);
        if (reading instanceof ServerMetadata.Reading.Valid valid) {
            found = new Found(valid.tokenEndpoint(), clock.instant());
            return CompletableFuture.completedFuture(new Whereabouts.Known(valid.tokenEndpoint()));
        }
        return unknown(
                reading instanceof ServerMetadata.Reading.Refused refused
                        ? place + " is refused: " + refused.problem()
                        : "no metadata");
    }

    private static CompletableFuture<Whereabouts> unknown(String problem) {
        return CompletableFuture.completedFuture(new Whereabouts.Unknown(problem));
    }

    /** A form to the endpoint; one that only the metadata named leads to no address of the own network but the issuer's. */
    FetchRequest form(URI endpoint, java.util.Map<String, String> fields) {
        FetchRequest form = FetchRequest.form(endpoint, fields).header("Accept", "application/json");
        return stated == null ? form.learnedFrom(issuer.url()) : form;
    }

    /** The endpoint is not where it was said to be: to be looked for anew. */
    void doubt() {
        found = null;
    }
}
