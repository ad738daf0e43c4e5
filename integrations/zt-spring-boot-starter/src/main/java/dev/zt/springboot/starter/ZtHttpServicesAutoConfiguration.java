package dev.zt.springboot.starter;

import dev.zt.springboot.ProvenRequests;
import dev.zt.springboot.ZtClientsAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * Proofs for the interfaces that Spring makes clients of ({@code @ImportHttpServices}): their builders are no beans. The last
 * word on how they call.
 */
@AutoConfiguration(after = ZtClientsAutoConfiguration.class)
@ConditionalOnBean(ProvenRequests.class)
public class ZtHttpServicesAutoConfiguration {
    /** Over {@code RestClient}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestClientHttpServiceGroupConfigurer.class)
    static class RestClients {
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        RestClientHttpServiceGroupConfigurer ztRestClientServices(ProvenRequests requests) {
            return groups -> groups.forEachClient((group, builder) -> builder.requestFactory(requests.factory()));
        }
    }

    /** Over {@code WebClient}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClientHttpServiceGroupConfigurer.class)
    static class WebClients {
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        WebClientHttpServiceGroupConfigurer ztWebClientServices(ProvenRequests requests) {
            return groups -> groups.forEachClient((group, builder) -> builder.clientConnector(requests.connector()));
        }
    }
}
