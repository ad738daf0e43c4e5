package dev.zt.policy;

import dev.zt.identity.Scopes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one raised posture takes away, as written or by default. Immutable. */
sealed interface Restriction {
    /** Why an endpoint is denied, for operators; null if it is not. */
    @Nullable
    String refusal(Endpoint endpoint);

    /** The only scopes that are left; null if all are. */
    @Nullable
    Scopes scopes();

    /**
     * As the policy writes it.
     *
     * @param level the key of the level, such as {@code posture.elevated}
     */
    record Stated(
            String level,
            Set<String> only,
            Set<String> deny,
            @Nullable Scopes scopes) implements Restriction {
        @Override
        public @Nullable String refusal(Endpoint endpoint) {
            if (deny.contains(endpoint.name())) {
                return level + ".deny holds " + endpoint.name();
            }
            return only.contains(endpoint.name()) ? null : level + ".only leaves out " + endpoint.name();
        }
    }

    /** Where {@code posture.elevated} is not written. */
    record CriticalDenied() implements Restriction {
        @Override
        public @Nullable String refusal(Endpoint endpoint) {
            return endpoint.critical() ? "without posture.elevated, critical endpoints are denied" : null;
        }

        @Override
        public @Nullable Scopes scopes() {
            return null;
        }
    }

    /** Where {@code posture.lockdown} is not written. */
    record AllDenied() implements Restriction {
        @Override
        public String refusal(Endpoint endpoint) {
            return "without posture.lockdown, all but public endpoints are denied";
        }

        @Override
        public @Nullable Scopes scopes() {
            return null;
        }
    }
}
