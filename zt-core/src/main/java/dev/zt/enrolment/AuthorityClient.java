package dev.zt.enrolment;

import dev.zt.config.Printable;
import dev.zt.fetch.FetchLimits;
import dev.zt.fetch.FetchRequest;
import dev.zt.fetch.Fetched;
import dev.zt.fetch.Fetcher;
import dev.zt.fetch.HttpFetcher;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import dev.zt.jose.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks one authority. Never throws for what it answers or fails to answer; no question takes longer than five seconds,
 * no answer is longer than 512 KiB, and no redirect is followed. Safe for concurrent use.
 */
public final class AuthorityClient {
    private static final String REASONS = "https://zt.dev/reasons#";
    private static final int MAX_CERTIFICATES = 4;

    private final URI url;
    private final Fetcher fetcher;

    /**
     * A client.
     *
     * @param url the authority's origin
     * @param tls decides who is believed to be the authority
     */
    public AuthorityClient(URI url, SSLContext tls) {
        this.url = url;
        this.fetcher = new HttpFetcher(FetchLimits.standard(), tls);
    }

    /** A nonce to be bound into the next proof. */
    public Reply<String> nonce() {
        return ask(
                get("/nonce"),
                answer -> json(answer)
                        .flatMap(object -> object.string("nonce"))
                        .filter(nonce -> nonce.length() <= 512 && Base64Url.decode(nonce) != null));
    }

    /** The present bundle document. */
    public Reply<byte[]> bundle() {
        return ask(get("/bundle"), answer -> Optional.of(answer.body()));
    }

    /**
     * The bundle document of this hash, as published at some time; any other document counts as no answer.
     *
     * @param sha256 in base64url
     */
    public Reply<byte[]> bundle(String sha256) {
        byte[] wanted = sha256.getBytes(StandardCharsets.US_ASCII);
        return ask(
                get("/bundle/" + sha256),
                answer -> Optional.of(answer.body())
                        .filter(body -> MessageDigest.isEqual(
                                wanted, Base64Url.encode(Sha256.of(body)).getBytes(StandardCharsets.US_ASCII))));
    }

    /**
     * The signed status document, unverified.
     *
     * @param known the entity tag of the document held already; null if there is none
     */
    public Reply<TaggedText> status(@Nullable String known) {
        FetchRequest question = get("/status");
        FetchRequest request = known == null ? question : question.header("If-None-Match", known);
        return ask(
                request,
                answer -> Optional.of(new TaggedText(
                        new String(answer.body(), StandardCharsets.ISO_8859_1),
                        answer.header("ETag").filter(FetchRequest::isHeaderValue))));
    }

    /** Asks for a first identity. */
    public Reply<Issued> enrol(String requestJson) {
        return ask(post("/enrol", requestJson), AuthorityClient::issued);
    }

    /** Asks for the next identity. */
    public Reply<Issued> renew(String requestJson) {
        return ask(post("/renew", requestJson), AuthorityClient::issued);
    }

    private FetchRequest get(String path) {
        return FetchRequest.get(url.resolve(path));
    }

    private FetchRequest post(String path, String json) {
        return FetchRequest.post(url.resolve(path), "application/json", json);
    }

    private <T> Reply<T> ask(FetchRequest request, Function<Fetched.Answer, Optional<T>> reading) {
        Fetched fetched = fetcher.fetchAndWait(request);
        return fetched instanceof Fetched.Answer answer
                ? read(answer, reading)
                : new Reply.Unreachable<>(((Fetched.Failed) fetched).problem());
    }

    private <T> Reply<T> read(Fetched.Answer answer, Function<Fetched.Answer, Optional<T>> reading) {
        return switch (answer.status()) {
            case 200 ->
                reading.apply(answer)
                        .<Reply<T>>map(Reply.Given::new)
                        .orElseGet(() -> new Reply.Unreachable<>(url + " answered what is no answer to the question"));
            case 304 -> new Reply.Unchanged<>();
            default -> refused(answer);
        };
    }

    private <T> Reply<T> refused(Fetched.Answer answer) {
        Optional<String> reason = json(answer)
                .flatMap(object -> object.string("type"))
                .filter(type -> type.startsWith(REASONS))
                .map(type -> Printable.of(type.substring(REASONS.length())));
        if (reason.isEmpty()) {
            return new Reply.Unreachable<>(url + " answered " + answer.status() + ", as no authority does");
        }
        boolean passing = answer.status() == 429 || answer.status() >= 500;
        return new Reply.Refused<>(reason.get(), passing ? Optional.of(retryAfter(answer)) : Optional.empty());
    }

    private static Duration retryAfter(Fetched.Answer answer) {
        String seconds = answer.header("Retry-After").orElse("1");
        return seconds.matches("[0-9]{1,3}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ofSeconds(1);
    }

    private static Optional<Issued> issued(Fetched.Answer answer) {
        return json(answer).flatMap(object -> {
            List<byte[]> certificate = new ArrayList<>();
            for (Object element : object.array("certificate").orElse(List.of())) {
                byte[] der = element instanceof String text ? Base64Url.decode(text) : null;
                if (der == null || certificate.size() == MAX_CERTIFICATES) {
                    return Optional.empty();
                }
                certificate.add(der);
            }
            Optional<String> wit = object.string("wit");
            Optional<String> instance = object.string("instance");
            return wit.isEmpty() || instance.isEmpty() || certificate.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Issued(wit.get(), instance.get(), certificate));
        });
    }

    private static Optional<JsonObject> json(Fetched.Answer answer) {
        return Optional.ofNullable(Json.object(answer.body()));
    }

    @Override
    public String toString() {
        return "AuthorityClient[" + url + "]";
    }
}
