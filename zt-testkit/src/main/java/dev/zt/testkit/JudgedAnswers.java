package dev.zt.testkit;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which recorded decision belongs to which answer: each to one alone. Safe for concurrent use. */
final class JudgedAnswers {
    private final Set<AuditEvent> spent = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable TestResponse last;
    private @Nullable AuditEvent decisionOnLast;

    synchronized void forget() {
        spent.clear();
        last = null;
        decisionOnLast = null;
    }

    /**
     * The newest decision on the request of an answer that no other answer was judged by.
     *
     * @throws AssertionError if there is none
     */
    synchronized AuditEvent decisionOn(TestResponse response, List<AuditEvent> decisions) {
        List<AuditEvent> own = own(response, decisions);
        if (!own.isEmpty()) {
            AuditEvent newest = own.get(own.size() - 1);
            spent.addAll(own);
            last = response;
            decisionOnLast = newest;
            return newest;
        }
        AuditEvent decision = decisionOnLast;
        if (decision == null || !isLast(response)) {
            throw new AssertionError("no guard of this test decided " + describe(response)
                    + " since an answer was judged: does a guard of this test stand before it, and is each answer judged"
                    + " before the next call?");
        }
        return decision;
    }

    /** Lets a decision for this reason belong to whoever was told of it, if one is left. */
    synchronized void spend(String reason, List<AuditEvent> decisions) {
        decisions.stream()
                .filter(event -> !spent.contains(event) && event.reason().equals(reason))
                .findFirst()
                .ifPresent(spent::add);
    }

    private List<AuditEvent> own(TestResponse response, List<AuditEvent> decisions) {
        List<AuditEvent> own = new ArrayList<>();
        boolean isOwn = false;
        for (AuditEvent event : decisions) {
            // What is dispatched within the server belongs to the request before.
            isOwn = isOfDispatch(event) ? isOwn : response.isDecidedBy(event);
            if (isOwn && !spent.contains(event)) {
                own.add(event);
            }
        }
        return own;
    }

    private static boolean isOfDispatch(AuditEvent event) {
        String dispatch = event.text(AuditField.DISPATCH);
        return !dispatch.isEmpty() && !dispatch.equals("request");
    }

    // Two answers to nobody knows what may be alike and not the same.
    private boolean isLast(TestResponse response) {
        return response.request() != null && response.equals(last);
    }

    private static String describe(TestResponse response) {
        return response.request() == null ? "anything" : "on " + response.request();
    }
}
