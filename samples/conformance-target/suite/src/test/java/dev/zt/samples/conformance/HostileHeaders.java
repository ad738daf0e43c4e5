package dev.zt.samples.conformance;

import dev.zt.own.WorkloadProof;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A header section of the corpus.
 *
 * @param statuses what may come of it
 * @param lines as they are sent, with places for credentials
 */
record HostileHeaders(String name, Set<String> statuses, List<String> lines) {
    static Stream<HostileHeaders> all() throws IOException {
        try (InputStream in = Objects.requireNonNull(HostileHeaders.class.getResourceAsStream("/corpus/headers.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return Stream.of(text.split("\n\n", -1))
                    .filter(section -> section.startsWith("= "))
                    .map(HostileHeaders::of);
        }
    }

    private static HostileHeaders of(String section) {
        List<String> lines = new ArrayList<>(List.of(section.split("\n", -1)));
        lines.removeIf(String::isEmpty);
        String head = lines.remove(0).substring(2);
        int colon = head.lastIndexOf(": ");
        return new HostileHeaders(
                head.substring(0, colon), Set.of(head.substring(colon + 2).split("\\|", -1)), lines);
    }

    /** The lines with credentials in their places. */
    List<String> filled(WorkloadProof proof, WorkloadProof other) {
        List<String> filled = new ArrayList<>();
        if (lines.stream().noneMatch(line -> line.startsWith("Host:") || line.equals("-Host"))) {
            filled.add("Host: target.internal");
        }
        lines.stream()
                .filter(line -> !line.equals("-Host"))
                .map(line -> line.replace("{wit}", proof.workloadIdentityToken())
                        .replace("{proof}", token(proof))
                        .replace("{other}", token(other))
                        .replace("{9KiB}", "a".repeat(9 << 10))
                        .replace("{70KiB}", "a".repeat(70 << 10)))
                .map(HostileRequest::bytes)
                .forEach(filled::add);
        return filled;
    }

    private static String token(WorkloadProof proof) {
        return proof.authorization().substring("WPT ".length());
    }

    @Override
    public String toString() {
        return name;
    }
}
