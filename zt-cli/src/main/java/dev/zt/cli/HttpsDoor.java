package dev.zt.cli;

import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.enrolment.AuthorityId;
import dev.zt.identity.TrustDomain;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** An authority's administration over HTTPS, for an identity that its policy grants {@code zt:admin}. */
final class HttpsDoor implements AdminDoor {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServiceIdentity identity;
    private final HttpClient http;
    private final URI url;

    private HttpsDoor(ServiceIdentity identity, HttpClient http, URI url) {
        this.identity = identity;
        this.http = http;
        this.url = url;
    }

    static HttpsDoor open(URI url) {
        Settings settings = Settings.fromEnvironment();
        TrustDomain domain = settings.required(Setting.TRUST_DOMAIN).as(TrustDomain::of);
        ServiceIdentity identity = ServiceIdentity.from(settings);
        try {
            HttpClient http = OutboundAuth.of(identity)
                    .to(Destination.of(url.toString()).answeredBy(AuthorityId.of(domain)))
                    .newHttpClient();
            return new HttpsDoor(identity, http, url);
        } catch (RuntimeException e) {
            identity.close();
            throw e;
        }
    }

    @Override
    public Answer send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted");
        } catch (IOException e) {
            throw new CommandFailed("no answer from " + url + " (" + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        identity.close();
    }
}
