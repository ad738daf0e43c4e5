package dev.zt.samples.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was seen so far, shown as it comes in, and whether it is what was expected. Used by one thread. */
final class Result {
    private final Screen screen;
    private final CallCounts counts = new CallCounts();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<String> surprises = new ArrayList<>();
    private final Map<String, Long> customers = new TreeMap<>();
    private int callsAsExpected;

    Result(Screen screen) {
        this.screen = screen;
    }

    /**
     * Takes in how a customer was answered. What the gateway decided is compared at the end only, because a service
     * does not write a line for each stranger: alike ones within seconds are counted.
     */
    void customer(Traffic traffic, int status) {
        String call = traffic.method() + " " + traffic.path();
        screen.customer(call, traffic.endpoint(), status);
        if (status == 200) {
            customers.merge(traffic.endpoint(), 1L, Long::sum);
            callsAsExpected++;
        } else {
            surprises.add(call + " was answered with " + status);
        }
    }

    /** Takes in how a call was decided that must be allowed; whether it was. */
    boolean call(Traffic.Hop hop, Optional<Decided> decided) {
        decided.ifPresent(this::show);
        boolean expected = decided.filter(hop::isSeenIn).isPresent();
        if (expected) {
            callsAsExpected++;
        } else {
            surprises.add("no permit for " + hop);
        }
        return expected;
    }

    /** Takes in what came of an attack. */
    void attack(Outcome outcome, Optional<Decided> decided) {
        decided.ifPresent(this::show);
        outcomes.add(outcome);
        screen.attack(outcomes.size(), outcome);
    }

    /** Says something beside the table. */
    void say(String line) {
        screen.say(line);
    }

    /** Takes in a decision that is neither right nor wrong by itself. */
    void show(Decided decided) {
        counts.add(decided);
        screen.row(decided);
    }

    /** Compares what the gateway has let in with the customers that it answered. */
    void compareCustomers(AuditFile gateway) throws IOException {
        Map<String, Long> letIn = new TreeMap<>();
        for (Optional<Decided> next = gateway.next(); next.isPresent(); next = gateway.next()) {
            Decided decided = next.get();
            counts.add(decided);
            if (decided.allowed() && decided.who().equals(Decided.ANYONE)) {
                letIn.merge(decided.endpoint(), decided.count(), Long::sum);
            } else {
                surprises.add("nobody was meant to call: " + decided);
            }
        }
        if (!letIn.equals(customers)) {
            surprises.add("customers answered: " + customers + ", but let in: " + letIn);
        }
    }

    /** Takes every decision that is left for a surprise, such as on an attack that went further than it was seen to. */
    void expectNothingMore(AuditFile audit) throws IOException {
        for (Optional<Decided> more = audit.next(); more.isPresent(); more = audit.next()) {
            surprises.add("nobody was meant to call: " + more.get());
        }
    }

    CallCounts counts() {
        return counts;
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    List<String> surprises() {
        return List.copyOf(surprises);
    }

    boolean isAsExpected() {
        return surprises.isEmpty() && !outcomes.isEmpty() && refused() == outcomes.size();
    }

    private long refused() {
        return outcomes.stream().filter(Outcome::isAsExpected).count();
    }

    /** The last line. */
    String line() {
        String attacks = refused() + "/" + outcomes.size() + " attacks refused for the expected reason";
        return isAsExpected()
                ? "demo: " + callsAsExpected + " calls as expected, " + attacks
                : "demo: FAILED, " + callsAsExpected + " calls as expected, " + surprises.size() + " surprises, "
                        + attacks;
    }
}
