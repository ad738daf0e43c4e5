package dev.zt.bench;

/** How a measurement stands to its bound. */
enum Verdict {
    OK("ok"),
    /** Beyond the bound by less than the spread: measure again on a quieter machine. */
    UNDECIDED("undecided"),
    MISS("MISS"),
    /** A reference, without a bound. */
    NONE("-");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** Of figures that are to reach the bound. */
    static Verdict atLeast(Samples samples, double bound) {
        double median = samples.median();
        if (median >= bound) {
            return OK;
        }
        return median + samples.spread() >= bound ? UNDECIDED : MISS;
    }

    /** Of figures that are not to exceed the bound. */
    static Verdict of(Samples samples, double bound) {
        double median = samples.median();
        if (median <= bound) {
            return OK;
        }
        return median - samples.spread() <= bound ? UNDECIDED : MISS;
    }

    @Override
    public String toString() {
        return text;
    }
}
