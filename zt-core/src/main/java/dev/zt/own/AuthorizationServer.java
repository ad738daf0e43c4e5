package dev.zt.own;

import dev.zt.config.WatchedFiles;
import dev.zt.fetch.FetchRequest;
import dev.zt.fetch.Fetched;
import dev.zt.fetch.Fetcher;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of one client with its authorization server: finds the token endpoint, proves who asks by an
 * assertion of its own for each request, and asks once more if the server wants a nonce (RFC 9449 §8) or the key has
 * changed meanwhile. Safe for concurrent use.
 */
final class AuthorizationServer implements TokenServer {
    private final OAuthClient client;
    private final WatchedFiles<ClientAssertions> assertions;
    private final Fetcher fetcher;
    private final InstantSource clock;
    private final TokenEndpoint endpoint;
    private final DpopMint mint;
    private volatile @Nullable DpopNonce nonce;

    AuthorizationServer(
            OAuthClient client, WatchedFiles<ClientAssertions> assertions, Fetcher fetcher, InstantSource clock) {
        this.client = client;
        this.assertions = assertions;
        this.fetcher = fetcher;
        this.clock = clock;
        this.endpoint = new TokenEndpoint(client.id().issuer(), client.tokenEndpoint(), fetcher, clock);
        this.mint = DpopMint.withNewKey(client.signatures(), clock);
    }

    @Override
    public CompletableFuture<TokenAnswer> ask(TokenTarget target) {
        if (!TokenForm.canName(target, client.targetParameter())) {
            return CompletableFuture.completedFuture(TokenAnswer.Failed.ofTarget(
                    "a resource is an absolute URI; set oauth.target-parameter: audience to name it so"));
        }
        return endpoint.find(assertions.value().algorithm())
                .thenCompose(found -> found instanceof TokenEndpoint.Whereabouts.Known known
                        ? send(known.url(), target, true)
                        : CompletableFuture.completedFuture(TokenAnswer.Failed.ofServer(
                                found instanceof TokenEndpoint.Whereabouts.Unknown unknown
                                        ? unknown.problem()
                                        : "no token endpoint")));
    }

    private CompletableFuture<TokenAnswer> send(URI url, TokenTarget target, boolean mayRepeat) {
        Instant askedAt = clock.instant();
        long generation = assertions.generation();
        return fetcher.fetch(request(url, target)).thenCompose(fetched -> {
            if (!(fetched instanceof Fetched.Answer answer)) {
                return CompletableFuture.completedFuture(TokenAnswer.Failed.ofServer(
                        fetched instanceof Fetched.Failed failed ? failed.problem() : "no answer"));
            }
            Optional<DpopNonce> fresh = answer.header("DPoP-Nonce").flatMap(DpopNonce::parse);
            fresh.ifPresent(wanted -> nonce = wanted);
            boolean otherKey = assertions.generation() != generation && isError(answer, "invalid_client");
            if (mayRepeat && ((fresh.isPresent() && wantsNonce(answer)) || otherKey)) {
                return send(url, target, false);
            }
            if (answer.status() == 404) {
                endpoint.doubt();
            }
            return CompletableFuture.completedFuture(
                    new TokenReading(target, client.dpop(), mint, askedAt).read(answer));
        });
    }

    private FetchRequest request(URI url, TokenTarget target) {
        FetchRequest form = endpoint.form(
                url, TokenForm.fields(target, client, assertions.value().mint()));
        return client.dpop() == DpopUse.OFF ? form : form.header("DPoP", mint.mint("POST", url, null, nonce));
    }

    private boolean wantsNonce(Fetched.Answer answer) {
        return client.dpop() != DpopUse.OFF
                && (answer.status() == 400 || answer.status() == 401)
                && isError(answer, "use_dpop_nonce");
    }

    private static boolean isError(Fetched.Answer answer, String code) {
        return TokenReading.error(answer).equals(Optional.of(code));
    }

    @Override
    public Optional<String> problem() {
        return assertions.problem();
    }
}
