package dev.zt.fetch;

import java.io.IOException;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One fetch from its first byte to its last, redirects included, on one thread of ours: what the client does
 * asynchronously it completes on the common pool, where anybody's blocked task would hold it up.
 */
final class Exchange {
    private final HttpClient http;
    private final ExecutorService threads;
    private final HttpFetcher.Names names;
    private final FetchLimits limits;

    Exchange(HttpClient http, ExecutorService threads, HttpFetcher.Names names, FetchLimits limits) {
        this.http = http;
        this.threads = threads;
        this.names = names;
        this.limits = limits;
    }

    CompletableFuture<Fetched> begin(FetchRequest request) {
        CompletableFuture<Fetched> result = new CompletableFuture<>();
        Duration deadline = request.within().compareTo(limits.deadline()) < 0 ? request.within() : limits.deadline();
        Fetched tooLate = failed("no answer from", request.url(), " within " + deadline.toMillis() + " ms");
        try {
            begin(request, result, tooLate, deadline);
        } catch (Throwable e) {
            // No thread, say. Whoever waits for the result would wait for ever.
            result.complete(broken(request, e));
        }
        return result;
    }

    private void begin(FetchRequest request, CompletableFuture<Fetched> result, Fetched tooLate, Duration deadline) {
        CompletableFuture<Fetched> alarm =
                new CompletableFuture<Fetched>().completeOnTimeout(tooLate, deadline.toMillis(), TimeUnit.MILLISECONDS);
        Future<?> asking = threads.submit(() -> result.complete(answer(request)));
        Runnable giveUp = () -> {
            if (result.complete(tooLate)) {
                asking.cancel(true);
            }
        };
        // On a thread of ours, if there is one: the one that keeps the time serves the whole JVM.
        var unusedAlarm = alarm.thenRunAsync(giveUp, threads).exceptionally(noThread -> {
            giveUp.run();
            return null;
        });
        var unusedEnd = result.whenComplete((fetched, cancellation) -> {
            alarm.cancel(false);
            // An answer comes by the thread that asks, which goes on with what depends on it and must not be disturbed.
            if (cancellation != null) {
                asking.cancel(true);
            }
        });
    }

    private Fetched answer(FetchRequest request) {
        try {
            return ask(request);
        } catch (Throwable e) {
            return broken(request, e);
        }
    }

    private static Fetched broken(FetchRequest request, Throwable failure) {
        return failed("no answer from", request.url(), " (" + Causes.printable(failure) + ")");
    }

    private Fetched ask(FetchRequest request) {
        FetchRequest next = request;
        while (true) {
            Fetched refusal = next.isToStatedHost() ? null : refusalOfAddress(next.url());
            if (refusal != null) {
                return refusal;
            }
            HttpResponse<byte[]> answer;
            try {
                answer = http.send(message(next), info -> new LimitedBody(limits.maxBytes()));
            } catch (IOException | RuntimeException e) {
                return failed("no answer from", next.url(), " (" + Causes.printable(e) + ")");
            } catch (InterruptedException e) {
                return failed("no answer from", next.url(), " (interrupted)");
            }
            if (!isRedirect(answer) || next.redirects() == 0) {
                return taken(next, answer);
            }
            Optional<URI> target = target(next.url(), answer);
            if (target.isEmpty()) {
                return failed("a redirect to what is no HTTPS URL, from", next.url(), "");
            }
            next = next.redirectedTo(target.get());
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

    private static Fetched taken(FetchRequest request, HttpResponse<byte[]> answer) {
        Optional<String> encoding = answer.headers().firstValue("Content-Encoding");
        return encoding.filter(name -> !name.equals("identity")).isPresent()
                ? failed("an answer in a content encoding that nobody asked for, from", request.url(), "")
                : new Fetched.Answer(answer.statusCode(), answer.headers(), answer.body());
    }

    private static boolean isRedirect(HttpResponse<?> answer) {
        return switch (answer.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    // SPIFFE Federation §5.2.1.2: only for now, and the target is judged anew.
    private static Optional<URI> target(URI base, HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Location")
                .flatMap(location -> resolved(base, location))
                .filter(FetchUrl::isHttps);
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
