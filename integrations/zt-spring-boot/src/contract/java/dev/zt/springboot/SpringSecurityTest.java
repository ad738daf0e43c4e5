package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.servlet.Caller;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that has Spring Security as well. Run with it on the class path; all other tests run without. */
class SpringSecurityTest {
    @TempDir
    static Path directory;

    private static Started app;

    // doc: security
    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity
    static class Security {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.csrf(csrf -> csrf.disable())
                    .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }

    @RestController
    static class Reports {
        @GetMapping("/odd/report")
        @PreAuthorize("hasAuthority('SCOPE_orders:read')")
        String report(@AuthenticationPrincipal Caller caller) {
            return "report for " + caller.id();
        }
    }
    // end: security

    @RestController
    static class Whoever {
        @GetMapping("/odd/name")
        String name(Authentication authentication) {
            return authentication.getName() + " " + authentication.getAuthorities();
        }

        @GetMapping("/odd/hello-again")
        String anonymous() {
            return String.valueOf(
                    SecurityContextHolder.getContext().getAuthentication().getPrincipal());
        }
    }

    @BeforeAll
    static void start() {
        String policy = Started.POLICY
                .replace("  hello:", "  hello-again: {match: \"GET /odd/hello-again\", public: true}\n  hello:")
                .replace("odd: {match: \"GET /odd/{name}\", requires: []}", "odd: {match: \"GET /odd/{name}\", requires: []}");
        app = Started.with(directory, policy, List.of(Security.class, Reports.class, Whoever.class));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void gives_theCallerAsAuthentication_withItsScopes() {
        assertThat(app.getAs("/gateway", "/odd/name").body())
                .isEqualTo("spiffe://shop.example/gateway [SCOPE_orders:read]");
    }

    @Test
    void lets_methodSecurityDecideByScopes() {
        assertThat(app.getAs("/gateway", "/odd/report").body()).isEqualTo("report for spiffe://shop.example/gateway");
        assertThat(app.getAs("/clerk", "/odd/report").statusCode()).isEqualTo(403);
    }

    @Test
    void knows_nobodyOnAPublicEndpoint() {
        assertThat(app.get("/odd/hello-again").body()).isEqualTo("anonymousUser");
        assertThat(app.getAs("/gateway", "/odd/hello-again").body()).isEqualTo("anonymousUser");
    }

    @Test
    void leaves_nothingBehindForTheNextCall() {
        assertThat(app.getAs("/gateway", "/odd/name").statusCode()).isEqualTo(200);
        assertThat(app.get("/odd/hello-again").body()).isEqualTo("anonymousUser");
    }

    @Test
    void stands_behindTheGuard() {
        assertThat(app.get("/odd/name").statusCode()).isEqualTo(401);
        assertThat(app.get("/odd/name").headers().firstValue("WWW-Authenticate")).contains("WPT");
        assertThat(app.context
                        .getBean(ZtInstallation.class)
                        .installation()
                        .coverage()
                        .findings())
                .noneMatch(finding -> finding.text().contains("springSecurityFilterChain"));
    }

    @Test
    void keeps_theGuardsAsynchronousCallers() {
        assertThat(app.getAs("/gateway", "/odd/callable").body()).isEqualTo("called for spiffe://shop.example/gateway");
    }
}
