package dev.zt.jaxrs.jersey;

import dev.zt.jaxrs.call.ProvenCall;
import dev.zt.outbound.OutboundAuth;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Configuration;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.JerseyClient;
import org.glassfish.jersey.client.spi.Connector;
import org.glassfish.jersey.client.spi.ConnectorProvider;

/**
 * Makes connectors, one for each state of a client's or target's configuration, as Jersey asks for them. Those that need not
 * differ share one client of the platform, and so its connections.
 */
final class ProvingConnectors implements ConnectorProvider {
    /** How many clients of the platform are kept; whoever states a timeout of its own for each call must not fill memory. */
    private static final int MOST = 16;

    private final OutboundAuth auth;
    private final Map<Settings, ProvingConnector> made = new ConcurrentHashMap<>();

    private record Settings(Duration connectTimeout, Optional<SSLContext> tls) {
        static Settings of(Client client, Configuration configuration) {
            int millis = ClientProperties.getValue(
                    configuration.getProperties(), ClientProperties.CONNECT_TIMEOUT, 0, Integer.class);
            return new Settings(
                    Duration.ofMillis(millis),
                    client instanceof JerseyClient jersey && !jersey.isDefaultSslContext()
                            ? Optional.of(client.getSslContext())
                            : Optional.empty());
        }
    }

    ProvingConnectors(OutboundAuth auth) {
        this.auth = auth;
    }

    @Override
    public Connector getConnector(Client client, Configuration configuration) {
        if (client.getHostnameVerifier() != null) {
            throw new IllegalArgumentException(
                    "the platform's client verifies names by itself: build this one without" + " hostnameVerifier");
        }
        Settings settings = Settings.of(client, configuration);
        if (made.size() >= MOST && !made.containsKey(settings)) {
            made.clear();
        }
        return made.computeIfAbsent(settings, this::make);
    }

    private ProvingConnector make(Settings settings) {
        HttpClient.Builder builder = auth.newClientBuilder();
        if (!settings.connectTimeout().isZero()) {
            builder.connectTimeout(settings.connectTimeout());
        }
        // Refused where a destination must prove who it is, since another context does not ask it.
        settings.tls().ifPresent(builder::sslContext);
        HttpClient following = auth.newHttpClient(builder);
        return new ProvingConnector(ProvenCall.by(following), ProvenCall.by(OutboundAuth.leavingRedirects(following)));
    }
}
