package dev.zt.bench;

import dev.zt.guard.Guard;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * An application of one servlet without a container: it takes the filters that {@code ZeroTrust.install} adds and runs
 * them as a container would, those by path before those by servlet name (Servlet 6.0 §6.2.4).
 */
final class StandInApplication {
    /** A call that is let in writes nothing before its servlet does. */
    private static final HttpServletResponse UNTOUCHED = StandIn.empty(HttpServletResponse.class);

    private final List<Filter> byPath = new ArrayList<>();
    private final List<Filter> byName = new ArrayList<>();
    private final FilterChain chain;
    private int served;

    StandInApplication(Guard guard) {
        ServletContext context = StandIn.of(ServletContext.class, new Context());
        ZeroTrust.install(context, guard);
        FilterConfig config = StandIn.of(FilterConfig.class, new Config(context));
        FilterChain rest = (request, response) -> served++;
        List<Filter> filters = new ArrayList<>(byPath);
        filters.addAll(byName);
        for (int i = filters.size() - 1; i >= 0; i--) {
            rest = before(rest, filters.get(i), config);
        }
        chain = rest;
    }

    private static FilterChain before(FilterChain rest, Filter filter, FilterConfig config) {
        try {
            filter.init(config);
        } catch (ServletException e) {
            throw new IllegalStateException("a filter does not start", e);
        }
        return (request, response) -> filter.doFilter(request, response, rest);
    }

    /** Runs the filters for each request; returns how many came to the servlet. */
    int serve(List<StandInRequest> requests) {
        int before = served;
        try {
            for (int i = 0; i < requests.size(); i++) {
                chain.doFilter(requests.get(i), UNTOUCHED);
            }
        } catch (IOException | ServletException e) {
            throw new IllegalStateException("a filter failed", e);
        }
        return served - before;
    }

    /** What the guard asks of a context. */
    public final class Context {
        public String getContextPath() {
            return "";
        }

        public ClassLoader getClassLoader() {
            return StandInApplication.class.getClassLoader();
        }

        public Map<String, FilterRegistration> getFilterRegistrations() {
            return Map.of();
        }

        public Map<String, ServletRegistration> getServletRegistrations() {
            return Map.of(HelloServlet.NAME, StandIn.of(ServletRegistration.class, new Servlet()));
        }

        public FilterRegistration.Dynamic addFilter(String name, Filter filter) {
            return StandIn.of(FilterRegistration.Dynamic.class, new Registration(filter));
        }
    }

    /** The one servlet, as it is registered. */
    public static final class Servlet {
        public String getName() {
            return HelloServlet.NAME;
        }

        public String getClassName() {
            return HelloServlet.class.getName();
        }

        public Collection<String> getMappings() {
            return List.of(Rules.PUBLIC_PATH, HelloServlet.BELOW + "/*");
        }
    }

    /** Where the guard puts a filter. */
    public final class Registration {
        private final Filter filter;

        Registration(Filter filter) {
            this.filter = filter;
        }

        public void setAsyncSupported(boolean supported) {}

        public void addMappingForUrlPatterns(EnumSet<DispatcherType> kinds, boolean after, String... patterns) {
            byPath.add(filter);
        }

        public void addMappingForServletNames(EnumSet<DispatcherType> kinds, boolean after, String... names) {
            byName.add(filter);
        }
    }

    /** What a filter is told at the start. */
    public record Config(ServletContext getServletContext) {}
}
