package dev.zt.fetch;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to ask a server. Immutable; prints neither query, headers nor body, which may hold secrets.
 *
 * <p>Unless it says otherwise it follows no redirect, and its URL is one that an operator wrote, which may lead
 * anywhere.
 */
public final class FetchRequest {
    /** The most redirects that a request may follow. */
    public static final int MOST_REDIRECTS = 3;

    private static final Duration ANY_TIME = Duration.ofDays(1);

    private final URI url;
    private final String statedHost;
    private final Map<String, String> headers;
    private final @Nullable String body;
    private final int redirects;
    private final Duration within;

    private FetchRequest(
            URI url,
            String statedHost,
            Map<String, String> headers,
            @Nullable String body,
            int redirects,
            Duration within) {
        this.url = url;
        this.statedHost = statedHost;
        this.headers = headers;
        this.body = body;
        this.redirects = redirects;
        this.within = within;
    }

    /**
     * Asks for a document at a URL that an operator wrote.
     *
     * @throws IllegalArgumentException if the URL is not of {@link FetchUrl#FORM}
     */
    public static FetchRequest get(URI url) {
        return new FetchRequest(requireAskable(url), url.getHost(), Map.of(), null, 0, ANY_TIME);
    }

    /**
     * Sends a form (HTML 4.01 §17.13.4.1, RFC 6749 appendix B).
     *
     * @throws IllegalArgumentException if the URL is not of {@link FetchUrl#FORM}
     */
    public static FetchRequest form(URI url, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return post(url, "application/x-www-form-urlencoded", body);
    }

    /**
     * Sends a text in UTF-8.
     *
     * @throws IllegalArgumentException if the URL is not of {@link FetchUrl#FORM}
     */
    public static FetchRequest post(URI url, String contentType, String body) {
        return new FetchRequest(
                requireAskable(url), url.getHost(), Map.of("Content-Type", contentType), body, 0, ANY_TIME);
    }

    private static URI requireAskable(URI url) {
        if (!FetchUrl.isAskable(url)) {
            throw new IllegalArgumentException("expected " + FetchUrl.FORM);
        }
        return url;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * The same with one more header.
     *
     * @throws IllegalArgumentException if the value is not fit; it is not quoted
     */
    public FetchRequest header(String name, String value) {
        if (!isHeaderValue(value)) {
            throw new IllegalArgumentException("the value of the header " + name + " is no visible ASCII");
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new FetchRequest(url, statedHost, more, body, redirects, within);
    }

    /** Whether a text can be the value of a header: visible ASCII with spaces inside, and not empty. */
    public static boolean isHeaderValue(String text) {
        return text.matches("[!-~]([ -~]*[!-~])?");
    }

    /**
     * The same for a URL that a document named: it is not asked if its host has an address of the own network, unless
     * the host is the one that an operator wrote.
     *
     * @param stated the URL that an operator wrote, from which the document came
     */
    public FetchRequest learnedFrom(URI stated) {
        return new FetchRequest(url, stated.getHost(), headers, body, redirects, within);
    }

    /**
     * The same following redirects to HTTPS URLs, each held to the rule of {@link #learnedFrom} and none remembered.
     * Headers go along only within one origin.
     *
     * @param most 0 to {@value #MOST_REDIRECTS}
     * @throws IllegalArgumentException if it is out of range, or the request sends something
     */
    public FetchRequest followingRedirects(int most) {
        if (most < 0 || most > MOST_REDIRECTS || body != null) {
            throw new IllegalArgumentException("only a GET is redirected, at most " + MOST_REDIRECTS + " times");
        }
        return new FetchRequest(url, statedHost, headers, body, most, within);
    }

    /** The same with less time than the fetcher gives by itself, for one of several steps; at least 1 ms. */
    public FetchRequest within(Duration remaining) {
        Duration least = Duration.ofMillis(1);
        return new FetchRequest(
                url, statedHost, headers, body, redirects, remaining.compareTo(least) < 0 ? least : remaining);
    }

    FetchRequest redirectedTo(URI target) {
        boolean sameOrigin = FetchUrl.isSameOrigin(url, target);
        return new FetchRequest(target, statedHost, sameOrigin ? headers : Map.of(), body, redirects - 1, within);
    }

    /** Where it goes. */
    public URI url() {
        return url;
    }

    boolean isToStatedHost() {
        return url.getHost().equals(statedHost);
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<String> body() {
        return Optional.ofNullable(body);
    }

    Duration within() {
        return within;
    }

    int redirects() {
        return redirects;
    }

    @Override
    public String toString() {
        return (body == null ? "GET " : "POST ") + FetchUrl.printable(url);
    }
}
