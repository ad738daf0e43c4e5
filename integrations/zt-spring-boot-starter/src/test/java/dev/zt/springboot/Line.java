package dev.zt.springboot;

import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

/** What the shared tests need of this line of Spring Boot. */
final class Line {
    private Line() {}

    /** Built with a factory of requests that proves nothing. */
    static RestTemplate restTemplate(ApplicationContext context) {
        return context.getBean(RestTemplateBuilder.class)
                .requestFactory(SimpleClientHttpRequestFactory.class)
                .build();
    }
}
