package dev.zt.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The guard's place before all filters of an application that are registered later, where whoever installs the guard comes
 * last. An application with a place that no guard takes does not start, and serves nothing.
 */
public final class Reservation {
    private final ServletContext context;
    private final boolean webSocket;
    private final Place place = new Place();

    Reservation(ServletContext context, boolean webSocket) {
        this.context = context;
        this.webSocket = webSocket;
    }

    private static final class Place implements Filter {
        private volatile @Nullable GuardFilter guard;

        private GuardFilter guard() throws ServletException {
            GuardFilter taken = guard;
            if (taken == null) {
                throw new ServletException("zt: a place was reserved for a guard, and none was installed");
            }
            return taken;
        }

        @Override
        public void init(FilterConfig config) throws ServletException {
            guard().init(config);
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            guard().doFilter(request, response, chain);
        }
    }

    ServletContext context() {
        return context;
    }

    /** Whether WebSocket was configured when the place was taken, or its filter added since, and so behind it. */
    boolean webSocket(ServletContext now) {
        return webSocket || JettyWebSocket.isAdded(now);
    }

    Filter filter() {
        return place;
    }

    void take(Installation installation) {
        if (place.guard != null) {
            throw new IllegalStateException("a guard stands there already: install one guard once per application");
        }
        place.guard = new GuardFilter(installation);
    }
}
