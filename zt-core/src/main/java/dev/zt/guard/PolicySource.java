package dev.zt.guard;

import dev.zt.policy.Policy;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the policy in force comes from. Safe for concurrent use; answers from memory. */
public interface PolicySource {
    /** The policy in force. */
    Policy policy();

    /**
     * Demands something of the policy, now and of each that would replace it.
     *
     * @param demand throws a {@link dev.zt.config.ConfigurationException} for a policy that does not meet it; such a
     *     policy never comes into force
     * @throws dev.zt.config.ConfigurationException if the policy in force does not meet it
     */
    void require(Consumer<Policy> demand);

    /** Why the newest policy is not in force, for operators; empty if it is. */
    default Optional<String> problem() {
        return Optional.empty();
    }

    /** A policy that never changes. */
    static PolicySource fixed(Policy policy) {
        return new PolicySource() {
            @Override
            public Policy policy() {
                return policy;
            }

            @Override
            public void require(Consumer<Policy> demand) {
                demand.accept(policy);
            }
        };
    }
}
