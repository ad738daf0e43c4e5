package dev.zt.springboot;

import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Proofs for the calls that an application makes by Spring's clients, to the destinations that it declares. */
@AutoConfiguration(after = ZtAutoConfiguration.class)
public class ZtClientsAutoConfiguration {
    /** Proofs of this process to what {@code zt.clients} declares; to nobody by default. */
    @Bean
    @ConditionalOnMissingBean
    OutboundAuth ztOutboundAuth(ServiceIdentity identity, Settings settings, Environment environment) {
        OutboundAuth auth = OutboundAuth.of(identity);
        boolean loopback = settings.optional(Setting.PLAIN_HTTP)
                .filter(node -> node.text().equals("loopback"))
                .isPresent();
        if (loopback) {
            auth = auth.allowLoopbackHttp();
        }
        return ClientProperties.declareAll(environment, auth);
    }

    /** Where the application has a bean of its own, what {@code zt.clients} declares would be ignored. */
    @Bean
    static SmartInitializingSingleton ztClientsRefusal(ConfigurableListableBeanFactory beans, Environment environment) {
        return () -> {
            if (!beans.containsBeanDefinition("ztOutboundAuth")) {
                ClientProperties.requireNone(environment);
            }
        };
    }

    /** What clients that block call by. */
    @Bean
    @ConditionalOnMissingBean
    ProvenRequests ztProvenRequests(OutboundAuth auth, Environment environment) {
        return new ProvenRequests(auth, environment);
    }

    /** For {@code RestClient}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestClient.class)
    static class RestClients {
        @Bean
        static ProvenBuilders<RestClient.Builder> ztRestClientBuilders(ObjectProvider<ProvenRequests> requests) {
            return new ProvenBuilders<>(
                    RestClient.Builder.class,
                    Set.of("requestFactory"),
                    builder -> builder.requestFactory(requests.getObject().factory()));
        }
    }

    /** For {@code WebClient}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClient.class)
    static class WebClients {
        @Bean
        static ProvenBuilders<WebClient.Builder> ztWebClientBuilders(ObjectProvider<ProvenRequests> requests) {
            return new ProvenBuilders<>(
                    WebClient.Builder.class,
                    Set.of("clientConnector", "exchangeFunction"),
                    builder -> builder.clientConnector(requests.getObject().connector()));
        }
    }
}
