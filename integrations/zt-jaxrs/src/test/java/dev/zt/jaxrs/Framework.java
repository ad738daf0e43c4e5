package dev.zt.jaxrs;

import dev.zt.jaxrs.jersey.ZtJersey;
import dev.zt.jaxrs.resteasy.ZtResteasy;
import dev.zt.outbound.OutboundAuth;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.JerseyClientBuilder;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;
import org.jboss.resteasy.client.jaxrs.internal.ResteasyClientBuilderImpl;

/** The clients of Jakarta REST, as their users build them. */
public enum Framework {
    JERSEY {
        @Override
        public Client client(OutboundAuth auth, Consumer<ClientBuilder> settings) {
            ClientConfig config = new ClientConfig().connectorProvider(ZtJersey.connector(auth));
            ClientBuilder builder = new JerseyClientBuilder().withConfig(config);
            settings.accept(builder);
            return builder.build();
        }

        @Override
        public Client holding(OutboundAuth auth, int contentUpTo) {
            HttpClient proving = auth.newHttpClient();
            return new JerseyClientBuilder()
                    .withConfig(new ClientConfig().connectorProvider(ZtJersey.connector(proving, contentUpTo)))
                    .build();
        }
    },
    RESTEASY {
        @Override
        public Client client(OutboundAuth auth, Consumer<ClientBuilder> settings) {
            ResteasyClientBuilder builder = new ResteasyClientBuilderImpl();
            settings.accept(builder);
            return ZtResteasy.proving(builder, auth).build();
        }

        @Override
        public Client holding(OutboundAuth auth, int contentUpTo) {
            return new ResteasyClientBuilderImpl()
                    .httpEngine(ZtResteasy.engine(auth.newHttpClient(), contentUpTo, Duration.ZERO))
                    .build();
        }
    };

    /** A client with settings. */
    public abstract Client client(OutboundAuth auth, Consumer<ClientBuilder> settings);

    /** A client that holds no more than so much content. */
    public abstract Client holding(OutboundAuth auth, int contentUpTo);

    public Client client(OutboundAuth auth) {
        return client(auth, builder -> {});
    }
}
