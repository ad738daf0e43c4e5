package dev.zt.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * Asks servers over HTTP/1.1 and TLS, directly and never through a proxy. Safe for concurrent use; its threads are
 * daemons and end by themselves when there is nothing to do.
 */
public final class HttpFetcher implements Fetcher {
    private final FetchLimits limits;
    private final Names names;
    private final HttpClient http;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread daemon = new Thread(task, "zt-fetch");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Where names of hosts lead; may block. */
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** Believes servers that the platform's certificate authorities vouch for. */
    public HttpFetcher(FetchLimits limits) {
        this(limits, HttpClient.newBuilder(), InetAddress::getAllByName);
    }

    /**
     * Believes whom a TLS context believes.
     *
     * @param tls the host name is checked as well, unless its trust does not want that
     */
    public HttpFetcher(FetchLimits limits, SSLContext tls) {
        this(limits, HttpClient.newBuilder().sslContext(tls), InetAddress::getAllByName);
    }

    HttpFetcher(FetchLimits limits, HttpClient.Builder http, Names names) {
        this.limits = limits;
        this.names = names;
        // The deadline counts for the whole; this one frees the socket of a connection that never comes about.
        this.http = http.proxy(HttpClient.Builder.NO_PROXY)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.deadline())
                .executor(threads)
                .build();
    }

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        return new Exchange(http, threads, names, limits).begin(request);
    }
}
