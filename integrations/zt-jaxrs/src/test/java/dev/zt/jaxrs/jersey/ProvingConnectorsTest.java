package dev.zt.jaxrs.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.jaxrs.Shop;
import java.net.http.HttpClient;
import java.time.Duration;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.JerseyClient;
import org.glassfish.jersey.client.JerseyClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvingConnectorsTest {
    private final Shop shop = new Shop();
    private final JerseyClient client = new JerseyClientBuilder().build();
    private ProvingConnectors connectors;

    @BeforeEach
    void open() {
        connectors = new ProvingConnectors(shop.proving(shop.destination()));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private HttpClient platform(ClientConfig config) {
        return ((ProvingConnector) connectors.getConnector(client, config))
                .following()
                .proving();
    }

    @Test
    void takes_theConnectTimeout() {
        assertThat(platform(new ClientConfig().property(ClientProperties.CONNECT_TIMEOUT, 3_000))
                        .connectTimeout())
                .contains(Duration.ofSeconds(3));
        assertThat(platform(new ClientConfig()).connectTimeout()).isEmpty();
    }

    @Test
    void shares_connectionsAmongConfigurationsThatNeedNotDiffer() {
        HttpClient first = platform(new ClientConfig());
        HttpClient patient = platform(new ClientConfig().property(ClientProperties.CONNECT_TIMEOUT, 3_000));

        assertThat(platform(new ClientConfig().property("x", "y")))
                .isSameAs(first)
                .isNotSameAs(patient);
        assertThat(platform(new ClientConfig().property(ClientProperties.CONNECT_TIMEOUT, 3_000)))
                .isSameAs(patient);
        assertThat(platform(new ClientConfig().property(ClientProperties.FOLLOW_REDIRECTS, false)))
                .isSameAs(first);
    }

    @Test
    void keeps_fewClientsOfThePlatform() {
        HttpClient first = platform(new ClientConfig());
        for (int millis = 1; millis <= 16; millis++) {
            platform(new ClientConfig().property(ClientProperties.CONNECT_TIMEOUT, millis));
        }

        assertThat(platform(new ClientConfig())).isNotSameAs(first);
    }
}
