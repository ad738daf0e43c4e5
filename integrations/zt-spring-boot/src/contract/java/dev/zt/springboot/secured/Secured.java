package dev.zt.springboot.secured;

import dev.zt.servlet.Caller;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
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

/** What an application with Spring Security writes; apart from the test, which is loaded where that is not there as well. */
@Configuration(proxyBeanMethods = false)
@Import({Secured.Security.class, Secured.Reports.class, Secured.Whoever.class})
public class Secured {
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

        @GetMapping("/odd/forwarding")
        void forwarding(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            request.getRequestDispatcher("/odd/hello-again").forward(request, response);
        }

        @GetMapping("/odd/hello-again")
        String anonymous() {
            return String.valueOf(
                    SecurityContextHolder.getContext().getAuthentication().getPrincipal());
        }
    }
}
