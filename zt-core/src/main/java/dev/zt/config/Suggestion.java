package dev.zt.config;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** The known word that a mistyped one is closest to. */
final class Suggestion {
    private static final int FARTHEST = 3;

    private Suggestion() {}

    /** A sentence part such as {@code ; did you mean 'allow'?}, or the list of known words. */
    static String forWord(String word, Collection<String> known) {
        return closest(word, known, FARTHEST)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse(
                        known.isEmpty()
                                ? "; none is known here"
                                : "; known: " + String.join(", ", new TreeSet<>(known)));
    }

    static Optional<String> closest(String word, Collection<String> known, int farthest) {
        String best = null;
        int bestDistance = Math.min(farthest, Math.max(1, word.length() / 2)) + 1;
        for (String candidate : new TreeSet<>(known)) {
            int distance = word.length() > 64 ? bestDistance : distance(word, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    // Levenshtein distance by rows.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
