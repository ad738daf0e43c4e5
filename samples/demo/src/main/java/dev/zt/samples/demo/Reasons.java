package dev.zt.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What {@code docs/reasons.md} and {@code docs/authority.md} tell to do about each reason. Immutable. */
final class Reasons {
    private static final String FIX = "Fix:";

    private final Map<String, String> fixes;

    private Reasons(Map<String, String> fixes) {
        this.fixes = Map.copyOf(fixes);
    }

    /** Reads the pages of the repository that a folder lies in. */
    static Reasons ofRepositoryAround(Path folder) throws IOException {
        for (Path above = folder.toAbsolutePath(); above != null; above = above.getParent()) {
            Path docs = above.resolve("docs");
            if (Files.isRegularFile(docs.resolve("reasons.md"))) {
                return parse(Files.readString(docs.resolve("reasons.md")) + "\n"
                        + Files.readString(docs.resolve("authority.md")));
            }
        }
        throw new IOException("no docs/reasons.md above " + folder);
    }

    /** Reads a page: a section {@code ## reason} or {@code ### reason} each, with a paragraph that begins with {@code Fix:}. */
    static Reasons parse(String markdown) {
        Map<String, String> fixes = new HashMap<>();
        String reason = "";
        boolean inFix = false;
        for (String line : markdown.lines().toList()) {
            boolean heading = line.startsWith("#");
            if (heading) {
                reason = line.replaceFirst("^##+ ", "").strip();
            }
            inFix = line.startsWith(FIX) || (inFix && !heading && !line.isBlank());
            if (inFix && !reason.isEmpty()) {
                String text = line.startsWith(FIX) ? line.substring(FIX.length()) : line;
                fixes.merge(reason, text.strip(), (before, more) -> before + " " + more);
            }
        }
        return new Reasons(fixes);
    }

    /** What to do about a reason; empty if the page does not say. */
    Optional<String> fix(String reason) {
        return Optional.ofNullable(fixes.get(reason));
    }
}
