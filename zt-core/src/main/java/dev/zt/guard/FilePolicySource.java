package dev.zt.guard;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.StrictYaml;
import dev.zt.config.WatchedFiles;
import dev.zt.policy.Policy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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
                contents -> checked(Policy.read(file.toString(), contents.get(0))),
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
        demand.accept(file.value());
        demands.add(demand);
    }

    /** Looks at the file now; whether the policy was replaced. */
    public boolean refresh() {
        return file.refresh();
    }
}
