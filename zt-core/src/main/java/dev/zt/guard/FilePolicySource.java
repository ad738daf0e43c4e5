package dev.zt.guard;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.StrictYaml;
import dev.zt.config.WatchedFiles;
import dev.zt.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A policy file, replaced as a whole when its content changes; the last good policy is kept while the file is bad. The
 * file must not be writable by everybody. Safe for concurrent use.
 */
public final class FilePolicySource implements PolicySource {
    private final List<Consumer<Policy>> demands = new CopyOnWriteArrayList<>();
    private final WatchedFiles<Policy> file;

    /**
     * Reads the file.
     *
     * @throws ConfigurationException at its first mistake
     */
    public FilePolicySource(Path file, InstantSource clock) {
        this.file = WatchedFiles.open(
                List.of(file),
                FileAccess.TRUSTED,
                StrictYaml.MAX_BYTES,
                (contents, before) -> checked(Policy.read(file.toString(), contents.get(0))),
                clock);
    }

    private Policy checked(Policy policy) {
        demands.forEach(demand -> demand.accept(policy));
        return policy;
    }

    @Override
    public Policy policy() {
        return file.value();
    }

    @Override
    public void require(Consumer<Policy> demand) {
        // Added first, so that no policy slips in between unseen.
        demands.add(demand);
        try {
            demand.accept(file.value());
        } catch (RuntimeException e) {
            demands.remove(demand);
            throw e;
        }
    }

    /** Why the file's present content is not in force; empty if it is. */
    @Override
    public Optional<String> problem() {
        return file.problem();
    }

    /** How long ago the file was last seen to hold the policy in force. */
    public Duration age() {
        return file.age();
    }

    /** Looks at the file now; whether the policy was replaced. */
    public boolean refresh() {
        return file.refresh();
    }
}
