package dev.zt.samples.demo;

/**
 * What came of an attack. Immutable.
 *
 * @param status the status that the intruder saw
 * @param reason the reason that the attacked service recorded, or {@code allowed} or {@code nothing recorded}
 * @param fix what {@code docs/reasons.md} tells to do about the expected reason, empty if it tells nothing
 */
record Outcome(Strike strike, int status, String reason, String fix) {
    boolean isAsExpected() {
        return status == strike.status() && reason.equals(strike.reason()) && !fix.isEmpty();
    }

    String expected() {
        return strike.status() + " " + strike.reason();
    }

    String seen() {
        return status + " " + reason;
    }
}
