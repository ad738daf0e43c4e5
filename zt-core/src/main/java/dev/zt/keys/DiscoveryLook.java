package dev.zt.keys;

import dev.zt.fetch.FetchRequest;
import dev.zt.fetch.FetchUrl;
import dev.zt.fetch.Fetched;
import dev.zt.fetch.Fetcher;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks for the keys of an authorization server that says itself where they are.
 *
 * <p>OpenID Connect Discovery 1.0 §4 is tried first, because more servers have it and several have nothing else; RFC 8414
 * only if the first is not there. A document for any other issuer than the configured one, by exact text, is
 * discarded, and nothing else is tried: it comes from a server that lies or is wrongly configured.
 */
final class DiscoveryLook implements KeyLook {
    private final TrustedIssuer issuer;
    private final Fetcher fetcher;
    private final SignatureProvider signatures;
    private final Duration deadline;

    DiscoveryLook(TrustedIssuer issuer, Fetcher fetcher, SignatureProvider signatures, Duration deadline) {
        this.issuer = issuer;
        this.fetcher = fetcher;
        this.signatures = signatures;
        this.deadline = deadline;
    }

    @Override
    public CompletableFuture<Looked> look(Optional<SeenDocument> last) {
        long until = System.nanoTime() + deadline.toNanos();
        return ask(openId(), until)
                .thenCompose(first -> isMissing(first) ? ask(oauth(), until) : CompletableFuture.completedFuture(first))
                .thenCompose(metadata -> lookAtKeys(metadata, until, last));
    }

    private CompletableFuture<Fetched> ask(URI url, long until) {
        return fetcher.fetch(FetchRequest.get(url).within(left(until)));
    }

    private static Duration left(long until) {
        return Duration.ofNanos(until - System.nanoTime());
    }

    private static boolean isMissing(Fetched fetched) {
        return fetched instanceof Fetched.Answer answer && (answer.status() == 404 || answer.status() == 410);
    }

    // Appended to the whole issuer, without a slash at its end.
    private URI openId() {
        return URI.create(withoutLastSlash(issuer.issuer().text()) + "/.well-known/openid-configuration");
    }

    // RFC 8414 §3.1: inserted between the host and the path.
    private URI oauth() {
        URI url = issuer.issuer().url();
        String path = withoutLastSlash(url.getRawPath());
        return URI.create(
                url.getScheme() + "://" + url.getRawAuthority() + "/.well-known/oauth-authorization-server" + path);
    }

    private static String withoutLastSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private CompletableFuture<Looked> lookAtKeys(Fetched fetched, long until, Optional<SeenDocument> last) {
        if (!(fetched instanceof Fetched.Answer answer)) {
            return failed(((Fetched.Failed) fetched).problem());
        }
        JsonObject metadata = answer.status() == 200 ? Json.object(answer.body()) : null;
        if (metadata == null) {
            return failed("the metadata of " + issuer.issuer() + " cannot be read (status " + answer.status() + ")");
        }
        // OpenID Connect Discovery §4.3, RFC 8414 §3.3: MUST be identical.
        if (!metadata.string("issuer").filter(issuer.issuer().text()::equals).isPresent()) {
            return failed("the metadata of " + issuer.issuer() + " is for another issuer");
        }
        Optional<URI> keys = metadata.string("jwks_uri").flatMap(FetchUrl::parse);
        if (keys.isEmpty()) {
            return failed("the metadata of " + issuer.issuer() + " names no jwks_uri that may be asked");
        }
        FetchRequest request =
                FetchRequest.get(keys.get()).learnedFrom(issuer.issuer().url()).within(left(until));
        return DocumentLook.keySet(issuer, request, fetcher, signatures).look(last);
    }

    private static CompletableFuture<Looked> failed(String problem) {
        return CompletableFuture.completedFuture(new Looked.Failed(problem));
    }
}
