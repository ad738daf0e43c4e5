package dev.zt.cli;

import picocli.CommandLine.Option;

/** What can be revoked; exactly one is named. */
final class Revocable {
    @Option(
            names = "--instance",
            paramLabel = "ID",
            description = "one instance, as 'zt status' and audit events name it")
    private String instance = "";

    @Option(names = "--workload", paramLabel = "NAME", description = "all instances of a workload")
    private String workload = "";

    @Option(names = "--key", paramLabel = "THUMBPRINT", description = "a key, by its RFC 7638 thumbprint; for ever")
    private String key = "";

    String kind() {
        return !instance.isEmpty() ? "instance" : !workload.isEmpty() ? "workload" : "key";
    }

    String subject() {
        return instance + workload + key;
    }
}
