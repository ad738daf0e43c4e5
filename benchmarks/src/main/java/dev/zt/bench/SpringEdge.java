package dev.zt.bench;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import jakarta.servlet.DispatcherType;
import java.text.ParseException;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * Spring Security's OAuth2 resource server as its guide sets it up: the whole filter chain, one scope for the endpoints,
 * tokens decoded by {@code NimbusJwtDecoder} with a local ES256 key and with the signatures of the JDK. Without sessions,
 * which a service has none of and which would cost the whole container something.
 */
final class SpringEdge {
    static final String SCOPE = "orders:read";

    private static final String CHAIN = "springSecurityFilterChain";

    private SpringEdge() {}

    /** Puts the chain before everything that a context serves. */
    static void install(ServletContextHandler context, String keys) {
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(Security.class);
        spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("jwtDecoder", decoder(keys)));
        spring.setServletContext(context.getServletContext());
        spring.refresh();
        FilterHolder chain = new FilterHolder(new DelegatingFilterProxy(CHAIN, spring));
        context.addFilter(chain, "/*", EnumSet.allOf(DispatcherType.class));
    }

    private static JwtDecoder decoder(String keys) {
        try {
            return NimbusJwtDecoder.withJwkSource(new ImmutableJWKSet<>(JWKSet.parse(keys)))
                    .jwsAlgorithm(SignatureAlgorithm.ES256)
                    .build();
        } catch (ParseException e) {
            throw new IllegalArgumentException("these are no keys", e);
        }
    }

    /** The beans. */
    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Security {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers(HelloServlet.BELOW + "/**")
                            .hasAuthority("SCOPE_" + SCOPE)
                            .anyRequest()
                            .denyAll())
                    .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .build();
        }
    }
}
