package dev.zt.springboot;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** Puts {@link CallerAuthenticationFilter} into every chain of Spring Security, which finds it in {@code spring.factories}. */
final class CallerSecurityConfigurer extends AbstractHttpConfigurer<CallerSecurityConfigurer, HttpSecurity> {
    @Override
    public void configure(HttpSecurity http) {
        http.addFilterBefore(
                new CallerAuthenticationFilter(getSecurityContextHolderStrategy()),
                AnonymousAuthenticationFilter.class);
    }
}
