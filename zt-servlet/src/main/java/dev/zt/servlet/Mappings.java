package dev.zt.servlet;

import dev.zt.guard.Mapping;
import dev.zt.policy.PathTemplate;
import dev.zt.policy.PathTemplate.Part;
import jakarta.servlet.ServletRegistration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * All URL patterns of an application, and which of them a path template leads to by the container's own rules (Servlet
 * 6.0 §12.1). Fixed when the application has started; safe for concurrent use.
 */
final class Mappings {
    private final Map<String, Mapping> byPattern = new TreeMap<>();
    private final Map<String, Mapping> serving = new TreeMap<>();
    // Grows only with what the operator writes into policies.
    private final Map<PathTemplate, Optional<Mapping>> bound = new ConcurrentHashMap<>();

    private Mappings() {}

    static Mappings of(Map<String, ? extends ServletRegistration> registrations) {
        Mappings mappings = new Mappings();
        registrations.forEach((servlet, registration) -> {
            for (String pattern : registration.getMappings()) {
                mappings.byPattern.put(pattern, new Mapping(pattern, servlet));
            }
        });
        mappings.serving.putAll(mappings.byPattern);
        registrations.values().stream()
                .filter(JettyDefault::is)
                .forEach(registration -> mappings.serving.keySet().removeAll(registration.getMappings()));
        return mappings;
    }

    /** Every pattern that leads to a servlet of the application, in the order of the texts. */
    Collection<Mapping> all() {
        return serving.values();
    }

    /**
     * The one mapping that a template belongs to; empty if the container has none.
     *
     * <p>Where an open place of the template could also be filled so that a more specific pattern takes the call, the
     * template does not belong to that pattern: such a call is refused when it comes.
     */
    Optional<Mapping> of(PathTemplate template) {
        return bound.computeIfAbsent(template, this::bind);
    }

    private Optional<Mapping> bind(PathTemplate template) {
        List<PathTemplate.Segment> segments = template.segments();
        List<String> literals = segments.stream()
                .takeWhile(segment -> segment.part() == Part.LITERAL)
                .map(PathTemplate.Segment::text)
                .collect(Collectors.toList());
        Optional<Mapping> exact = literals.size() == segments.size() ? exact(literals) : Optional.empty();
        return exact.or(() -> longestPrefix(literals))
                .or(() -> extension(segments.get(segments.size() - 1)))
                .or(() -> pattern("/"));
    }

    private Optional<Mapping> exact(List<String> literals) {
        String path = path(literals);
        // The pattern '/' is not the root but whatever no other pattern takes.
        return pattern(path.equals("/") ? "" : path);
    }

    private Optional<Mapping> longestPrefix(List<String> literals) {
        for (int length = literals.size(); length > 0; length--) {
            Optional<Mapping> prefix = pattern(path(literals.subList(0, length)) + "/*");
            if (prefix.isPresent()) {
                return prefix;
            }
        }
        return pattern("/*");
    }

    private Optional<Mapping> extension(PathTemplate.Segment last) {
        int dot = last.part() == Part.LITERAL ? last.text().lastIndexOf('.') : -1;
        return dot < 0 ? Optional.empty() : pattern("*" + last.text().substring(dot));
    }

    private Optional<Mapping> pattern(String pattern) {
        return Optional.ofNullable(byPattern.get(pattern));
    }

    private static String path(List<String> segments) {
        return "/" + String.join("/", segments);
    }
}
