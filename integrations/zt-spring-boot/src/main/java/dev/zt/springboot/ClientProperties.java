package dev.zt.springboot;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.core.env.Environment;

/**
 * One destination, as {@code zt.clients.<name>.*} declares it.
 *
 * @param origin where it is, such as {@code https://orders.internal}
 * @param callee the SPIFFE ID of whoever must answer; without it the platform's certificate authorities decide
 * @param audience what it is addressed as; its origin by default
 * @param narrowedTo scopes that proofs are limited to; not limited by default
 * @param accessToken scopes of the access token that it is shown in the place of a proof by itself
 * @param signed whether requests are signed as wholes
 */
record ClientProperties(
        @Nullable String origin,
        @Nullable String callee,
        @Nullable String audience,
        @Nullable List<String> narrowedTo,
        @Nullable List<String> accessToken,
        @Nullable Boolean signed) {
    static final String PREFIX = "zt.clients";

    // Whoever misspells the callee's name must not get a client that recognises nobody, so nothing may be left over.
    static Map<String, ClientProperties> read(Environment environment) {
        return new TreeMap<>(Binder.get(environment)
                .bind(
                        PREFIX,
                        Bindable.mapOf(String.class, ClientProperties.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .orElse(Map.of()));
    }

    /** Declares all of them, each origin once: of two the one could lack the callee that the other insists on. */
    static OutboundAuth declareAll(Environment environment, OutboundAuth auth) {
        OutboundAuth declared = auth;
        Map<String, String> names = new HashMap<>();
        for (Map.Entry<String, ClientProperties> client : read(environment).entrySet()) {
            String name = client.getKey();
            declared = client.getValue().declare(name, declared);
            String first = names.putIfAbsent(client.getValue().place(), name);
            if (first != null) {
                throw new ConfigurationException(
                        Place.of(PREFIX + "." + name),
                        "the origin is that of " + PREFIX + "." + first + " already; declare it once");
            }
        }
        return declared;
    }

    // One word for all spellings of an origin, which is known to be one.
    private String place() {
        URI uri = URI.create(String.valueOf(origin).toLowerCase(Locale.ROOT));
        int standard = "http".equals(uri.getScheme()) ? 80 : 443;
        return uri.getScheme() + "://" + uri.getHost() + ":" + (uri.getPort() < 0 ? standard : uri.getPort());
    }

    /** Fails where destinations are declared that nothing reads. */
    static void requireNone(Environment environment) {
        read(environment).keySet().stream().findFirst().ifPresent(name -> {
            throw new ConfigurationException(
                    Place.of(PREFIX + "." + name),
                    "nothing reads it, because the application has an OutboundAuth of its own; declare the destination there,"
                            + " or take that bean away");
        });
    }

    private OutboundAuth declare(String name, OutboundAuth auth) {
        Place place = Place.of(PREFIX + "." + name);
        if (origin == null) {
            throw new ConfigurationException(place, "a destination has an origin; write " + place + ".origin");
        }
        try {
            return auth.to(destination(origin));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(place, String.valueOf(e.getMessage()));
        }
    }

    private Destination destination(String where) {
        Destination destination = Destination.of(where);
        if (audience != null) {
            destination = destination.audience(audience);
        }
        if (callee != null) {
            destination = destination.answeredBy(WorkloadId.of(callee));
        }
        if (narrowedTo != null) {
            destination = destination.narrowedTo(Scopes.of(narrowedTo.toArray(String[]::new)));
        }
        if (accessToken != null) {
            destination = destination.accessToken(Scopes.of(accessToken.toArray(String[]::new)));
        }
        return Boolean.TRUE.equals(signed) ? destination.signed() : destination;
    }
}
