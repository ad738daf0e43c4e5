package dev.zt.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One fetch from its first byte to its last, redirects included. */
final class Exchange {
    private final HttpClient http;
    private final Executor threads;
    private final HttpFetcher.Names names;
    private final FetchLimits limits;
    private final CompletableFuture<Fetched> result = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<?> sending;

    Exchange(HttpClient http, Executor threads, HttpFetcher.Names names, FetchLimits limits) {
        this.http = http;
        this.threads = threads;
        this.names = names;
        this.limits = limits;
    }

    CompletableFuture<Fetched> begin(FetchRequest request) {
        Duration deadline = request.within().compareTo(limits.deadline()) < 0 ? request.within() : limits.deadline();
        Fetched tooLate = failed("no answer from", request.url(), " within " + deadline.toMillis() + " ms");
        CompletableFuture<Fetched> late =
                new CompletableFuture<Fetched>().completeOnTimeout(tooLate, deadline.toMillis(), TimeUnit.MILLISECONDS);
        // On a thread of ours: the one that keeps the time serves the whole JVM.
        var unusedAlarm = late.thenAcceptAsync(result::complete, threads);
        var unusedEnd = result.whenComplete((fetched, failure) -> {
            late.cancel(false);
            stopSending();
        });
        threads.execute(() -> send(request));
        return result;
    }

    private void stopSending() {
        CompletableFuture<?> now = sending;
        if (now != null) {
            now.cancel(true);
        }
    }

    private void send(FetchRequest request) {
        try {
            Fetched refusal = request.isToStatedHost() ? null : refusalOfAddress(request.url());
            if (refusal != null) {
                result.complete(refusal);
                return;
            }
            CompletableFuture<HttpResponse<byte[]>> sent =
                    http.sendAsync(message(request), info -> new LimitedBody(limits.maxBytes()));
            sending = sent;
            var unused = sent.whenComplete((answer, failure) -> take(request, answer, failure));
            // The deadline may have passed before there was anything to stop.
            if (result.isDone()) {
                stopSending();
            }
        } catch (RuntimeException e) {
            result.complete(
                    failed("cannot ask", request.url(), " (" + e.getClass().getSimpleName() + ")"));
        }
    }

    // Between this look and the connection the name may come to lead elsewhere (DNS rebinding). That gains nothing: a
    // learned URL is HTTPS, so whoever is reached must have a certificate for that very name before a byte of the
    // request is sent; and the JDK remembers addresses for 30 s, longer than the deadline, unless it is told not to.
    private @Nullable Fetched refusalOfAddress(URI url) {
        if (!FetchUrl.isHttps(url)) {
            return failed("will not ask", url, ", which a document named and which is not HTTPS");
        }
        try {
            for (InetAddress address : names.addresses(url.getHost())) {
                if (!PublicAddress.is(address)) {
                    return failed("will not ask", url, ", which a document named and which is not on the Internet");
                }
            }
            return null;
        } catch (UnknownHostException e) {
            return failed("no address of", url, "");
        }
    }

    // No Accept-Encoding, so that nothing has to be unpacked whose size is not known.
    private static HttpRequest message(FetchRequest request) {
        HttpRequest.Builder message = HttpRequest.newBuilder(request.url()).setHeader("User-Agent", "zt");
        request.headers().forEach(message::setHeader);
        request.body().ifPresent(body -> message.POST(BodyPublishers.ofString(body)));
        return message.build();
    }

    private void take(FetchRequest request, @Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        if (answer == null) {
            result.complete(failed("no answer from", request.url(), " (" + Causes.printable(failure) + ")"));
        } else if (isRedirect(answer) && request.redirects() > 0) {
            follow(request, answer);
        } else if (answer.headers()
                .firstValue("Content-Encoding")
                .filter(e -> !e.equals("identity"))
                .isPresent()) {
            result.complete(failed("an answer in a content encoding that nobody asked for, from", request.url(), ""));
        } else {
            result.complete(new Fetched.Answer(answer.statusCode(), answer.headers(), answer.body()));
        }
    }

    private static boolean isRedirect(HttpResponse<?> answer) {
        return switch (answer.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    // SPIFFE Federation §5.2.1.2: only for now, and the target is judged anew.
    private void follow(FetchRequest request, HttpResponse<?> answer) {
        Optional<URI> target = answer.headers()
                .firstValue("Location")
                .flatMap(location -> resolved(request.url(), location))
                .filter(FetchUrl::isHttps);
        if (target.isPresent()) {
            send(request.redirectedTo(target.get()));
        } else {
            result.complete(failed("a redirect to what is no HTTPS URL, from", request.url(), ""));
        }
    }

    private static Optional<URI> resolved(URI base, String location) {
        try {
            return FetchUrl.parse(base.resolve(location).toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Fetched failed(String problem, URI url, String more) {
        return new Fetched.Failed(problem + " " + FetchUrl.printable(url) + more);
    }
}
