package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.fetch.FetchRequest;
import dev.zt.fetch.FetchUrl;
import dev.zt.fetch.Fetched;
import dev.zt.fetch.Fetcher;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at one URL for a document that holds keys. */
final class DocumentLook implements KeyLook {
    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[,\\s])max-age=\"?([0-9]{1,9})");

    private final Fetcher fetcher;
    private final FetchRequest request;
    private final Function<byte[], TrustBundle> reader;

    /**
     * A look.
     *
     * @param reader makes a bundle of the document, or throws a {@link ConfigurationException}
     */
    DocumentLook(Fetcher fetcher, FetchRequest request, Function<byte[], TrustBundle> reader) {
        this.fetcher = fetcher;
        this.request = request;
        this.reader = reader;
    }

    /** A JWK Set at a URL that an operator wrote. */
    static KeyLook keySet(TrustedIssuer issuer, URI url, Fetcher fetcher, SignatureProvider signatures) {
        return keySet(issuer, FetchRequest.get(url), fetcher, signatures);
    }

    static KeyLook keySet(TrustedIssuer issuer, FetchRequest request, Fetcher fetcher, SignatureProvider signatures) {
        BundleReader reader =
                new BundleReader(FetchUrl.printable(request.url()), new KeyRules(signatures, issuer.algorithms()));
        return new DocumentLook(fetcher, request, document -> reader.keySet(issuer.issuer(), document));
    }

    /**
     * A SPIFFE bundle endpoint with a certificate of the Web PKI (SPIFFE Federation §5.2.1): it may redirect, and is not
     * asked elsewhere the next time.
     */
    static KeyLook webEndpoint(BundleEndpoint endpoint, Fetcher fetcher, SignatureProvider signatures) {
        FetchRequest request = FetchRequest.get(endpoint.url()).followingRedirects(FetchRequest.MOST_REDIRECTS);
        return bundleEndpoint(endpoint, request, fetcher, signatures);
    }

    /** A SPIFFE bundle endpoint that proves itself by an X.509-SVID (SPIFFE Federation §5.2.2), and only where it is. */
    static KeyLook spiffeEndpoint(BundleEndpoint endpoint, Fetcher fetcher, SignatureProvider signatures) {
        return bundleEndpoint(endpoint, FetchRequest.get(endpoint.url()), fetcher, signatures);
    }

    private static KeyLook bundleEndpoint(
            BundleEndpoint endpoint, FetchRequest request, Fetcher fetcher, SignatureProvider signatures) {
        BundleReader reader = new BundleReader(FetchUrl.printable(endpoint.url()), KeyRules.standard(signatures));
        return new DocumentLook(fetcher, request, document -> reader.bundle(endpoint.trustDomain(), document));
    }

    @Override
    public CompletableFuture<Looked> look(Optional<SeenDocument> last) {
        Optional<String> tag = last.flatMap(seen -> seen.tagAt(request.url()));
        FetchRequest asking =
                tag.map(value -> request.header("If-None-Match", value)).orElse(request);
        return fetcher.fetch(asking).thenApply(fetched -> read(fetched, last, tag.isPresent()));
    }

    private Looked read(Fetched fetched, Optional<SeenDocument> last, boolean conditional) {
        if (!(fetched instanceof Fetched.Answer answer)) {
            return new Looked.Failed(((Fetched.Failed) fetched).problem());
        }
        boolean unchanged = conditional && answer.status() == 304;
        if (unchanged
                || (answer.status() == 200
                        && last.filter(seen -> seen.isBodyOf(answer)).isPresent())) {
            return new Looked.Same(maxAge(answer));
        }
        if (answer.status() != 200) {
            return new Looked.Failed(FetchUrl.printable(request.url()) + " answered " + answer.status());
        }
        try {
            return new Looked.Keys(reader.apply(answer.body()), maxAge(answer), SeenDocument.of(request.url(), answer));
        } catch (ConfigurationException e) {
            return new Looked.Failed(String.valueOf(e.getMessage()));
        }
    }

    // RFC 9111 §5.2.2.1. Many servers send no-cache or a zero with everything, which says nothing about their keys.
    private static Optional<Duration> maxAge(Fetched.Answer answer) {
        Matcher found = MAX_AGE.matcher(String.join(",", answer.headers().allValues("Cache-Control")));
        return Optional.of(found)
                .filter(Matcher::find)
                .map(match -> Duration.ofSeconds(Long.parseLong(match.group(1))))
                .filter(age -> !age.isZero());
    }
}
