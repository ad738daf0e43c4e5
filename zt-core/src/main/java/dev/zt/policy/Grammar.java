package dev.zt.policy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.identity.Scope;
import dev.zt.identity.Scopes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the values of a policy document look like, wherever they stand. */
final class Grammar {
    private static final String NAME_RULE = "a name has letters, digits, '.', '_' and '-'";

    private Grammar() {}

    static String name(Node node) {
        if (!isName(node.text())) {
            throw node.error(NAME_RULE);
        }
        return node.text();
    }

    /** Checks a key that gives something its name. */
    static void checkName(Fields fields, String name) {
        if (!isName(name)) {
            throw new ConfigurationException(fields.placeOf(name), NAME_RULE);
        }
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= 128
                && text.chars().allMatch(c -> PathTemplate.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
    }

    /** One or more values: an empty list would say 'everybody' in one place and 'nobody' in another. */
    static List<Node> stated(Node node) {
        List<Node> items = node.oneOrMore();
        if (items.isEmpty()) {
            throw node.error("an empty list; name something, or leave the key out");
        }
        return items;
    }

    /** A list of scopes; none where it is not written. */
    static Scopes scopes(Optional<Node> node) {
        return node.map(Grammar::scopes).orElse(Scopes.none());
    }

    static Scopes scopes(Node list) {
        List<Scope> scopes = new ArrayList<>();
        list.items().forEach(item -> scopes.add(item.as(Scope::of)));
        try {
            return Scopes.of(scopes);
        } catch (IllegalArgumentException e) {
            throw list.error(String.valueOf(e.getMessage()));
        }
    }

    /** The end of a date, which names the last day, in UTC, on which something holds. */
    static Instant endOfDay(Node node) {
        try {
            return LocalDate.parse(node.text())
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        } catch (DateTimeException e) {
            throw node.error("expected a date, YYYY-MM-DD");
        }
    }
}
