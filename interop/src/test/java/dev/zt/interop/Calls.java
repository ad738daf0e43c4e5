package dev.zt.interop;

import dev.zt.identity.Scopes;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundCall;
import dev.zt.own.OAuthClient;
import dev.zt.own.ServiceIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;

/** The calls of zt's own client to one service, by access tokens of its authorization server. */
final class Calls implements AutoCloseable {
    private final ServiceIdentity identity;
    private final OutboundAuth auth;
    private final Http http;

    private Calls(ServiceIdentity identity, OutboundAuth auth) {
        this.identity = identity;
        this.auth = auth;
        this.http = new Http(auth.wrap(plainClient()));
    }

    /** Calls by tokens that are bound to a key. */
    static Calls bound(OAuthClient client, URI origin, String... scopes) {
        return to(client, destination(origin, scopes));
    }

    /** Calls by tokens of whatever kind the authorization server gives. */
    static Calls boundOrNot(OAuthClient client, URI origin, String... scopes) {
        return to(client, destination(origin, scopes).allowUnboundToken());
    }

    private static Destination destination(URI origin, String... scopes) {
        return Destination.of(origin.toString())
                .audience(Orders.AUDIENCE.toString())
                .accessToken(Scopes.of(scopes));
    }

    private static Calls to(OAuthClient client, Destination destination) {
        ServiceIdentity identity = ServiceIdentity.of(client.open());
        return new Calls(identity, OutboundAuth.of(identity).allowLoopbackHttp().to(destination));
    }

    /** A client without zt, for what was attached before. */
    static HttpClient plainClient() {
        return HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    }

    Http http() {
        return http;
    }

    Http.Reply get(URI uri) {
        return http.get(uri, Map.of());
    }

    /** What a call would show, to be sent in other ways than it is meant. */
    Map<String, String> shown(String method, URI uri) {
        return auth.credentialFor(OutboundCall.of(method, uri)).orElseThrow().headers();
    }

    @Override
    public void close() {
        identity.close();
    }
}
