package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Coverage;
import dev.zt.guard.Coverage.Gap;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A filter behind the guard that makes another method of the caller's, as some frameworks have one. */
class MethodOverrideTest {
    private static final EnumSet<DispatcherType> ALL = EnumSet.allOf(DispatcherType.class);

    private final Shop shop = new Shop();

    private static final class Overriding implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String method = ((HttpServletRequest) request).getHeader("X-HTTP-Method-Override");
            chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request) {
                        @Override
                        public String getMethod() {
                            return method == null ? super.getMethod() : method;
                        }
                    },
                    response);
        }
    }

    private App before(Consumer<ServletContext> filters) {
        App app = shop.app();
        app.context.addServletContainerInitializer((classes, context) -> filters.accept(context));
        return app;
    }

    private void rejectsAnother(App app) throws Exception {
        String[] proven = Wire.headers(app.proofOf("/root"));
        assertThat(app.send("GET", "/api/admin/x", "X-HTTP-Method-Override: DELETE", proven[0], proven[1])
                        .status())
                .isEqualTo(400);
        assertThat(app.lastEvent().reason()).isEqualTo("route-disagrees");
        assertThat(shop.ran).isEmpty();
        assertThat(app.sendAs("/root", "GET", "/api/admin/x").body()).isEqualTo("admin for /root");
    }

    @Test
    void rejects_anotherMethod_fromAFilterByPath() throws Exception {
        try (App app = before(context ->
                        context.addFilter("override", new Overriding()).addMappingForUrlPatterns(ALL, true, "/*"))
                .start()) {
            rejectsAnother(app);
        }
    }

    @Test
    void rejects_anotherMethod_fromAFilterByName() throws Exception {
        try (App app = before(context ->
                        context.addFilter("override", new Overriding()).addMappingForServletNames(ALL, true, "admin"))
                .start()) {
            rejectsAnother(app);
        }
    }

    @Test
    void names_aFilterBetweenAServletAndItsGate() throws Exception {
        App app = shop.app();
        app.onInstalled(
                context -> context.addFilter("late", new Overriding()).addMappingForServletNames(ALL, true, "admin"));
        try (App started = app.start()) {
            assertThat(started.coverage().findings())
                    .filteredOn(finding -> finding.gap() == Gap.FILTER_BEHIND_GATE)
                    .extracting(Coverage.Finding::text)
                    .singleElement()
                    .asString()
                    .startsWith("filter 'late'")
                    .contains("between a servlet and the gate before it");
        }
    }
}
