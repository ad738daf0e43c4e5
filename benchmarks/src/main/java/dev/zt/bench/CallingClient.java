package dev.zt.bench;

import dev.zt.apacheclient.ZtApacheClient;
import dev.zt.okhttp.ZtOkHttp;
import dev.zt.outbound.AnswerStep;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.WorkloadProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/** A client under measurement: one that waits on the thread that calls, so that the thread's CPU time is the call's. */
public enum CallingClient implements Variant {
    /** What any client asks of zt, without a client. */
    EXCHANGE("none") {
        @Override
        Pair open(ServiceIdentity identity) {
            OutboundAuth auth = OutboundAuth.of(identity).to(Fleet.AUDIENCE.toString());
            URI uri = URI.create(Fleet.AUDIENCE + PATH);
            return new Pair(() -> isProven(auth, uri), () -> true, () -> {});
        }
    },
    /** The platform's, around one that answers at once: the real one works on threads of its own. */
    PLATFORM("JDK") {
        @Override
        Pair open(ServiceIdentity identity) {
            OutboundAuth auth = OutboundAuth.of(identity).to(Fleet.AUDIENCE.toString());
            HttpClient plain = new CannedClient();
            HttpClient proven = auth.wrap(plain);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(Fleet.AUDIENCE + PATH)).build();
            return new Pair(() -> isAnswered(proven, request), () -> isAnswered(plain, request), () -> {});
        }
    },
    /** OkHttp, over a connection that answers at once. */
    OK_HTTP("OkHttp") {
        @Override
        Pair open(ServiceIdentity identity) {
            OkHttpClient plain = canned().build();
            OkHttpClient proven =
                    ZtOkHttp.install(canned(), towardsCanned(identity)).build();
            Request request = new Request.Builder().url(CANNED + PATH).build();
            Request.Builder alike = request.newBuilder();
            fields(identity).forEach(alike::header);
            Request unproven = alike.build();
            return new Pair(() -> isAnswered(proven, request), () -> isAnswered(plain, unproven), () -> {
                plain.connectionPool().evictAll();
                proven.connectionPool().evictAll();
            });
        }

        private OkHttpClient.Builder canned() {
            return new OkHttpClient.Builder().socketFactory(new CannedSocket.Factory());
        }
    },
    /** Apache HttpComponents, classic, likewise. */
    APACHE("Apache") {
        @Override
        Pair open(ServiceIdentity identity) {
            CloseableHttpClient plain = HttpClientBuilder.create()
                    .setConnectionManager(new CannedConnections().build())
                    .build();
            CloseableHttpClient proven = ZtApacheClient.install(
                            HttpClientBuilder.create(), new CannedConnections(), towardsCanned(identity))
                    .build();
            HttpGet request = new HttpGet(CANNED + PATH);
            HttpGet unproven = new HttpGet(CANNED + PATH);
            fields(identity).forEach(unproven::setHeader);
            return new Pair(() -> isAnswered(proven, request), () -> isAnswered(plain, unproven), () -> {
                plain.close();
                proven.close();
            });
        }
    };

    private static final String CANNED = "http://127.0.0.1:8080";
    private static final String PATH = "/v1/r4711/0815/items/8";

    private final String label;

    CallingClient(String label) {
        this.label = label;
    }

    /** Both clients, ready. */
    abstract Pair open(ServiceIdentity identity);

    /** One call. */
    @FunctionalInterface
    interface Exchange {
        /** Whether it was answered as it should be. */
        boolean attempt() throws IOException, InterruptedException;

        /** The same, where failing is nothing to go on after. */
        default boolean make() {
            try {
                return attempt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** A client that proves its calls and one that does not. */
    record Pair(Exchange proven, Exchange plain, Ending ending) {
        void close() {
            try {
                ending.end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends what was opened. */
    @FunctionalInterface
    interface Ending {
        void end() throws IOException;
    }

    private static OutboundAuth towardsCanned(ServiceIdentity identity) {
        return OutboundAuth.of(identity).allowLoopbackHttp().to(Destination.of(CANNED));
    }

    private static final class CannedConnections extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    proxy -> new CannedSocket(), ports, names, scheme -> scheme.equals("https") ? tls : null);
        }
    }

    // What zt adds is to be measured, and not what it costs a client to send 2 KB more.
    private static Map<String, String> fields(ServiceIdentity identity) {
        WorkloadProof proof = identity.prove(Fleet.AUDIENCE);
        return Map.of("Workload-Identity-Token", proof.workloadIdentityToken(), "Authorization", proof.authorization());
    }

    private static boolean isProven(OutboundAuth auth, URI uri) throws IOException {
        OutboundExchange exchange = auth.begin("GET", uri, name -> List.of());
        boolean shown = exchange.show().size() == 2;
        return shown && exchange.answered(200, name -> List.of(), true) instanceof AnswerStep.Use;
    }

    private static boolean isAnswered(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }

    private static boolean isAnswered(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.code() == 200;
        }
    }

    private static boolean isAnswered(CloseableHttpClient client, HttpGet request) throws IOException {
        return client.execute(request, answer -> answer.getCode() == 200);
    }

    @Override
    public String parameter() {
        return "client";
    }

    @Override
    public String label() {
        return label;
    }
}
