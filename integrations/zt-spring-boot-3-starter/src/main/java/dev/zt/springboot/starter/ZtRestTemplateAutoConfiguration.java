package dev.zt.springboot.starter;

import dev.zt.springboot.ProvenRequests;
import dev.zt.springboot.ZtClientsAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.client.RestTemplateCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Proofs for what {@code RestTemplateBuilder} builds; the last word on how it calls. */
@AutoConfiguration(after = ZtClientsAutoConfiguration.class)
@ConditionalOnClass(RestTemplateCustomizer.class)
@ConditionalOnBean(ProvenRequests.class)
public class ZtRestTemplateAutoConfiguration {
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    RestTemplateCustomizer ztRestTemplates(ProvenRequests requests) {
        return template -> template.setRequestFactory(requests.factory());
    }
}
