package dev.zt.posture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which endpoints were lately denied to which instance. Bounded; safe for concurrent use. */
final class DeniedEndpoints {
    private final PostureRules rules;
    private final Cache<Who, List<Denial>> lately;

    /** An endpoint and when it was last denied. */
    private record Denial(String endpoint, Instant time) {}

    DeniedEndpoints(PostureRules rules) {
        this.rules = rules;
        this.lately = Caffeine.newBuilder()
                .maximumSize(rules.instances())
                .executor(Runnable::run)
                .build();
    }

    /** Notes a denial; what speaks against the instance, in words, where this made it suspect. */
    Optional<String> add(Who who, String endpoint, Instant now) {
        List<Denial> denials = lately.asMap()
                .compute(who, (unused, before) -> with(before == null ? List.of() : before, endpoint, now));
        // Whoever removes the list reports it, so two threads never report the same denials.
        boolean suspect =
                denials.size() >= rules.deniedEndpoints() && lately.asMap().remove(who, denials);
        return suspect ? Optional.of(words(denials)) : Optional.empty();
    }

    private List<Denial> with(List<Denial> before, String endpoint, Instant now) {
        Instant from = now.minus(rules.within());
        List<Denial> after = new ArrayList<>();
        for (Denial denial : before) {
            if (denial.time().isAfter(from) && !denial.endpoint().equals(endpoint)) {
                after.add(denial);
            }
        }
        after.add(new Denial(endpoint, now));
        return List.copyOf(after);
    }

    private String words(List<Denial> denials) {
        return denials.size() + " endpoints denied within " + rules.within().toSeconds() + " s: "
                + denials.stream().map(Denial::endpoint).collect(Collectors.joining(", "));
    }

    long size() {
        lately.cleanUp();
        return lately.estimatedSize();
    }
}
