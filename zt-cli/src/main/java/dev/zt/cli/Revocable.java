package dev.zt.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be revoked; exactly one is named. */
final class Revocable {
    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "one instance, as 'zt status' and audit events name it")
    private @Nullable String instance;

    @Option(names = "--workload", paramLabel = "NAME", description = "all instances of a workload")
    private @Nullable String workload;

    @Option(names = "--key", paramLabel = "THUMBPRINT", description = "a key, by its RFC 7638 thumbprint; for ever")
    private @Nullable String key;

    String kind() {
        return instance != null ? "instance" : workload != null ? "workload" : "key";
    }

    String subject() {
        return instance != null ? instance : workload != null ? workload : Objects.requireNonNullElse(key, "");
    }
}
