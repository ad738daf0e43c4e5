package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.servlet.Caller;
import dev.zt.testkit.TestAuthority;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;

/** Ways to serve without the guard, or before it, each of which is closed or stops the application. */
class UnguardedTest {
    @TempDir
    Path directory;

    private final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());

    private ThrowingCallable starting(List<Class<?>> more, String... properties) {
        return () -> Started.with(authority, directory, Started.POLICY, more, properties)
                .close();
    }

    @Test
    void refuses_toServe_withTheGuardExcluded() {
        assertThatThrownBy(starting(
                        List.of(), "--spring.autoconfigure.exclude=dev.zt.springboot.ZtServletAutoConfiguration"))
                .hasMessageContaining("spring.autoconfigure.exclude");
    }

    @Test
    void refuses_toServe_withTheServerOfTheGuardExcluded() {
        assertThatThrownBy(starting(
                        List.of(),
                        "--spring.autoconfigure.exclude=dev.zt.springboot.starter.ZtServerAutoConfiguration"))
                .isInstanceOf(Exception.class);
    }

    @Test
    void refuses_toServe_withTheGuardExcludedAndLazyBeans() {
        assertThatThrownBy(starting(
                        List.of(),
                        "--spring.main.lazy-initialization=true",
                        "--spring.autoconfigure.exclude=dev.zt.springboot.ZtServletAutoConfiguration"))
                .hasMessageContaining("spring.autoconfigure.exclude");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class PlainServlet {
        @Bean
        ServletRegistrationBean<HttpServlet> orders() {
            return new ServletRegistrationBean<>(new Orders(), "/orders/*");
        }
    }

    static class Orders extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("order for " + Caller.of(request).id());
        }
    }

    @Test
    void guards_servletsWithoutSpringMvc() {
        var loader = new DefaultResourceLoader(new FilteredClassLoader(DispatcherServlet.class));
        var application = new SpringApplicationBuilder(loader, PlainServlet.class).web(WebApplicationType.SERVLET);
        try (Started app = Started.of(authority, application, directory, Started.POLICY)) {
            assertThat(app.context.getBeansOfType(DispatcherServlet.class)).isEmpty();
            assertThat(app.get("/orders/7").statusCode()).isEqualTo(401);
            assertThat(app.getAs("/gateway", "/orders/7").body()).isEqualTo("order for spiffe://shop.example/gateway");
        }
    }

    /** As Spring's own recipe for CORS has it. */
    @Configuration(proxyBeanMethods = false)
    static class FirstFilter {
        @Bean
        FilterRegistrationBean<Filter> eager() {
            FilterRegistrationBean<Filter> eager = new FilterRegistrationBean<>(new Eager());
            eager.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return eager;
        }
    }

    static class Eager implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
            response.getWriter().print("before the guard");
        }
    }

    @Test
    void stands_beforeAFilterThatComesFirst() {
        try (Started app = Started.with(authority, directory, Started.POLICY, List.of(FirstFilter.class))) {
            assertThat(app.get("/orders/7").statusCode()).isEqualTo(401);
        }
    }

    /** Before everything that can be ordered. */
    @Configuration(proxyBeanMethods = false)
    static class Ahead {
        @Bean
        ServletContextInitializer aaa() {
            return new Forward();
        }
    }

    static class Forward implements ServletContextInitializer, PriorityOrdered {
        @Override
        public void onStartup(ServletContext context) {
            context.addFilter("eager", new Eager())
                    .addMappingForUrlPatterns(EnumSet.allOf(jakarta.servlet.DispatcherType.class), false, "/*");
        }

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }

    @Test
    void refuses_filterAheadOfTheGuard() {
        // Tomcat logs what the filter threw, and says no more than this.
        assertThatThrownBy(starting(List.of(Ahead.class))).hasStackTraceContaining("failed to start");
    }

    @Test
    void starts_withAFilterAheadOfTheGuard_whereTheSettingsLetIt() {
        try (Started app =
                Started.with(authority, directory, Started.POLICY, List.of(Ahead.class), "--zt.fail-start-on=")) {
            assertThat(app.get("/orders/7").body()).isEqualTo("before the guard");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnMapping {
        @Bean
        HandlerMapping own() {
            return new HandlerMapping() {
                @Override
                public HandlerExecutionChain getHandler(HttpServletRequest request) {
                    return new HandlerExecutionChain(new Object());
                }
            };
        }
    }

    @Test
    void refuses_mappingThatItCannotGate() {
        assertThatThrownBy(starting(List.of(OwnMapping.class))).hasMessageContaining("'own'");
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondDispatcher {
        @Bean
        ServletRegistrationBean<DispatcherServlet> second() {
            ServletRegistrationBean<DispatcherServlet> second =
                    new ServletRegistrationBean<>(new DispatcherServlet(new GenericWebApplicationContext()), "/second/*");
            second.setName("second");
            return second;
        }
    }

    @Test
    void refuses_dispatcherWithAContextOfItsOwn() {
        assertThatThrownBy(starting(List.of(SecondDispatcher.class))).hasMessageContaining("'second'");
    }

    @Test
    void refuses_tlsThatNobodySpeaks() {
        assertThatThrownBy(starting(
                        List.of(),
                        "--zt.server.tls=true",
                        "--spring.autoconfigure.exclude=dev.zt.springboot.starter.ZtTomcatTlsAutoConfiguration"))
                .hasMessageContaining("zt.server.tls");
    }

    @Test
    void starts_withoutTls_whereItIsOff() {
        try (Started app = Started.with(authority, directory, Started.POLICY, List.of(), "--zt.server.tls=off")) {
            assertThat(app.get("/odd/hello").statusCode()).isEqualTo(200);
        }
    }
}
