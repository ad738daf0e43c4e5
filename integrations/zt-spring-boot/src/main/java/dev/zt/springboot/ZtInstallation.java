package dev.zt.springboot;

import dev.zt.guard.Coverage;
import dev.zt.guard.Guard;
import dev.zt.servlet.Installation;
import dev.zt.servlet.Reservation;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * The guard before the server of an application. Safe for concurrent use.
 *
 * <p>For applications: {@link #installation} has the coverage.
 */
public final class ZtInstallation {
    private final ObjectProvider<Guard> guard;
    private final Set<Coverage.Gap> fatal;
    private volatile @Nullable Reservation reservation;
    private volatile @Nullable Installation installation;
    private volatile @Nullable ServletContext context;
    private volatile boolean tls;

    ZtInstallation(ObjectProvider<Guard> guard, Set<Coverage.Gap> fatal) {
        this.guard = guard;
        this.fatal = Set.copyOf(fatal);
    }

    /**
     * Another one by the same guard, before a further server such as the actuator's. It fails on the same gaps, but for those
     * that are about endpoints: what leads nowhere at one server may lead somewhere at the other.
     */
    public ZtInstallation beside() {
        return new ZtInstallation(guard, FatalGaps.ofEveryServer(fatal));
    }

    Set<Coverage.Gap> fatal() {
        return fatal;
    }

    /** To be told by whoever has made a connector speak TLS by the service's certificate, as the starters do. */
    public void secured() {
        tls = true;
    }

    boolean speaksTls() {
        return tls;
    }

    /**
     * What takes the guard's place before Spring Boot registers its filters, each of which asks to be the first: to be the
     * first of the server's initialisers, as its order says.
     */
    public ServletContextInitializer first() {
        return new FirstInitializer(this);
    }

    void reserve(ServletContext server) {
        reservation = ZeroTrust.reserve(server);
    }

    /**
     * Puts the guard before a server that is being made; to be the last of its initialisers, so that all filters and servlets
     * are registered. The starters do so.
     *
     * @throws IllegalStateException if the server is guarded already
     */
    public void install(ServletContext server) {
        Reservation reserved = reservation;
        installation = ZeroTrust.builder(guard.getObject())
                .failStartOn(fatal.toArray(Coverage.Gap[]::new))
                .install(reserved == null ? ZeroTrust.reserve(server) : reserved);
        context = server;
    }

    Installation mocked(Installation withoutContainer) {
        installation = withoutContainer;
        return withoutContainer;
    }

    /**
     * The installation with its coverage.
     *
     * @throws IllegalStateException if there is no server that the guard stands before
     */
    public Installation installation() {
        Installation installed = installation;
        if (installed == null) {
            throw new IllegalStateException("no guard stands before this application: it needs a server of its own"
                    + " (spring-boot-starter-tomcat or -jetty), because a container that it is deployed to runs its"
                    + " initialisers in no order that could be relied on");
        }
        return installed;
    }

    /** Each servlet that may have handlers inside, with its URL patterns. */
    Map<String, Collection<String>> servlets() {
        ServletContext server = context;
        if (server == null) {
            return Map.of("any", List.of("/"));
        }
        Map<String, Collection<String>> servlets = new TreeMap<>();
        server.getServletRegistrations().forEach((name, registration) -> servlets.put(name, mappings(registration)));
        return servlets;
    }

    private static Collection<String> mappings(ServletRegistration registration) {
        return Optional.ofNullable(registration.getMappings()).orElse(List.of());
    }
}
