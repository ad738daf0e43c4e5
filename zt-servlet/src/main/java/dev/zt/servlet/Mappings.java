package dev.zt.servlet;

import dev.zt.guard.Mapping;
import dev.zt.policy.PathTemplate;
import dev.zt.policy.PathTemplate.Part;
import dev.zt.request.Target;
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

    /** That all paths lead to one place. */
    static Mappings all(String servlet) {
        Mappings mappings = new Mappings();
        mappings.byPattern.put("/*", new Mapping("/*", servlet));
        mappings.serving.putAll(mappings.byPattern);
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

    /** The mapping that a plain path takes, for a container that does not say which one it took. */
    Optional<Mapping> of(Target target) {
        List<String> segments = target.segments();
        return find(segments, true, segments.get(segments.size() - 1));
    }

    private Optional<Mapping> bind(PathTemplate template) {
        List<PathTemplate.Segment> segments = template.segments();
        List<String> literals = segments.stream()
                .takeWhile(segment -> segment.part() == Part.LITERAL)
                .map(PathTemplate.Segment::text)
                .collect(Collectors.toList());
        PathTemplate.Segment last = segments.get(segments.size() - 1);
        return find(literals, literals.size() == segments.size(), last.part() == Part.LITERAL ? last.text() : "");
    }

    private Optional<Mapping> find(List<String> literals, boolean whole, String last) {
        Optional<Mapping> exact = whole ? exact(literals) : Optional.empty();
        return exact.or(() -> longestPrefix(literals)).or(() -> extension(last)).or(() -> pattern("/"));
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

    private Optional<Mapping> extension(String last) {
        int dot = last.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : pattern("*" + last.substring(dot));
    }

    private Optional<Mapping> pattern(String pattern) {
        return Optional.ofNullable(byPattern.get(pattern));
    }

    private static String path(List<String> segments) {
        return "/" + String.join("/", segments);
    }
}
