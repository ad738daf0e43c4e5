package dev.zt.samples.conformance;

import java.util.Set;

/** What a line of the corpus is to bring to whom, and what it brought, each as one word. */
final class Expected {
    private Expected() {}

    /** {@code bad}, {@code none}, {@code maybe}, a status, or a handler. */
    static String of(HostileRequest request, Siege.Who who) {
        String wanted = request.expectation();
        if (request.namesHandler() && (wanted.equals("public") || holds(who, wanted))) {
            return wanted;
        }
        return request.namesHandler() || wanted.equals("deny") ? who == Siege.Who.STRANGER ? "401" : "403" : wanted;
    }

    private static boolean holds(Siege.Who who, String handler) {
        return switch (who) {
            case STRANGER -> false;
            case ALL -> handler.equals("admin") || handler.equals("orders");
            case ADMIN -> handler.equals("admin");
            case ORDERS -> handler.equals("orders");
        };
    }

    /** The handler that ran, or the status. A HEAD has no content, so its 200 stands for the handler that is wanted. */
    static String seen(Reply reply, HostileRequest request) {
        if (!reply.handler().isEmpty()) {
            return reply.handler();
        }
        return reply.status() == 200 && request.method().equals("HEAD") && request.namesHandler()
                ? request.expectation()
                : Integer.toString(reply.status());
    }

    /** Whether it came as it should, from a container as it is shipped. */
    static boolean fits(String wanted, String got, Siege.Who who) {
        return switch (wanted) {
            // A container may refuse what is bad in itself before the guard sees it, or not answer at all.
            case "bad" -> Set.of("400", "404", "414", "501", "505", "0").contains(got);
            case "none" -> isStatus(got);
            case "maybe" -> isPermitted(got, who);
            default -> wanted.equals(got);
        };
    }

    /** Whether nobody reached more than he may: what counts where a connector was loosened. */
    static boolean isPermitted(String got, Siege.Who who) {
        return isStatus(got) || got.equals("public") || holds(who, got);
    }

    private static boolean isStatus(String got) {
        return got.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
