package dev.zt.springboot;

import dev.zt.outbound.OutboundAuth;
import dev.zt.springclient.ZtSpringClient;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;

/**
 * What Spring's clients call by, so that their calls are proven. The read timeout that Spring Boot knows holds here, too. Safe
 * for concurrent use.
 */
public final class ProvenRequests {
    private final OutboundAuth auth;
    private final Optional<Duration> readTimeout;

    ProvenRequests(OutboundAuth auth, Environment environment) {
        this.auth = auth;
        // One name in each line of Spring Boot.
        this.readTimeout = Stream.of("spring.http.clients.read-timeout", "spring.http.client.read-timeout")
                .map(name -> Binder.get(environment).bind(name, Duration.class))
                .filter(bound -> bound.isBound())
                .map(bound -> bound.get())
                .findFirst();
    }

    /** A factory of requests for {@code RestClient} and {@code RestTemplate}. */
    public ClientHttpRequestFactory factory() {
        JdkClientHttpRequestFactory factory = ZtSpringClient.requestFactory(auth);
        readTimeout.ifPresent(factory::setReadTimeout);
        return factory;
    }

    /** A connector for {@code WebClient}. */
    public ClientHttpConnector connector() {
        JdkClientHttpConnector connector = ZtSpringClient.connector(auth);
        readTimeout.ifPresent(connector::setReadTimeout);
        return connector;
    }
}
