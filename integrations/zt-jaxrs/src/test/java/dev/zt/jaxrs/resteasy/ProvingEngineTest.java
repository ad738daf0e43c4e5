package dev.zt.jaxrs.resteasy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.jaxrs.Shop;
import dev.zt.outbound.OutboundAuth;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;
import org.jboss.resteasy.client.jaxrs.internal.ResteasyClientBuilderImpl;
import org.junit.jupiter.api.Test;

class ProvingEngineTest {
    @Test
    void takes_theTimeoutsAndTheTlsOfItsClient() {
        try (Shop shop = new Shop()) {
            OutboundAuth auth = shop.proving(shop.destination());
            ResteasyClientBuilder builder = new ResteasyClientBuilderImpl()
                    .connectTimeout(3, TimeUnit.SECONDS)
                    .readTimeout(4, TimeUnit.SECONDS);

            ProvingEngine engine =
                    (ProvingEngine) ZtResteasy.proving(builder, auth).getHttpEngine();

            assertThat(engine.call().proving().connectTimeout()).contains(Duration.ofSeconds(3));
            assertThat(engine.readTimeout()).isEqualTo(Duration.ofSeconds(4));
            assertThat(engine.getSslContext()).isSameAs(auth.tls().orElseThrow().context());
        }
    }
}
