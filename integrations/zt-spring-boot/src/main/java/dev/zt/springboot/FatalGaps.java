package dev.zt.springboot;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.guard.Coverage.Gap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Which gaps of the coverage stop the start: those of {@code zt.fail-start-on}, and what would make hops forgeable. */
final class FatalGaps {
    private static final Set<Gap> OF_EVERY_SERVER =
            Set.of(Gap.FILTER_AHEAD, Gap.FILTER_BEHIND_GATE, Gap.LOOSE_CONNECTOR);

    private FatalGaps() {}

    /** A filter ahead of the guard by default. */
    static Set<Gap> of(Environment environment, Settings settings) {
        Set<Gap> fatal = EnumSet.noneOf(Gap.class);
        fatal.addAll(Binder.get(environment)
                .bind("zt.fail-start-on", Bindable.listOf(Gap.class))
                .orElse(List.of(Gap.FILTER_AHEAD)));
        if (settings.optional(Setting.FORWARDED_FROM).isPresent()) {
            requireNoStrategy(environment);
            fatal.add(Gap.FILTER_AHEAD);
            fatal.add(Gap.LOOSE_CONNECTOR);
        }
        return fatal;
    }

    /** Those that are not about endpoints, which lead to one server of several. */
    static Set<Gap> ofEveryServer(Set<Gap> gaps) {
        Set<Gap> kept = EnumSet.noneOf(Gap.class);
        gaps.stream().filter(OF_EVERY_SERVER::contains).forEach(kept::add);
        return kept;
    }

    // A server that replaces the address of its peer by what a field says leaves nothing to know a hop by.
    private static void requireNoStrategy(Environment environment) {
        String strategy = environment.getProperty(NoForwardingFields.STRATEGY, "none");
        if (!strategy.toLowerCase(Locale.ROOT).equals("none")) {
            throw new ConfigurationException(
                    Place.of(NoForwardingFields.STRATEGY),
                    "the server must not replace the addresses that zt.forwarded-from knows hops by, and '" + strategy
                            + "' does; write none, or take zt.forwarded-from away");
        }
    }
}
