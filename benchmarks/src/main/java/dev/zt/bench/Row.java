package dev.zt.bench;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param against what it is compared with; null where the figure itself is what counts
 * @param compared the ratio or the difference of each pair, or the figures themselves where there is nothing to compare
 *     with
 * @param comparedIn what {@code compared} and {@code bound} count
 * @param bound the most or the least that {@code compared} may be; null for a reference
 * @param side which of the two
 */
record Row(
        String what,
        String engine,
        Unit unit,
        Samples measured,
        @Nullable Against against,
        Samples compared,
        Unit comparedIn,
        @Nullable Double bound,
        Side side) {
    /** On which side of its bound a figure is good. */
    enum Side {
        AT_MOST("<= "),
        AT_LEAST(">= ");

        final String sign;

        Side(String sign) {
            this.sign = sign;
        }
    }

    /** What the figures count. */
    enum Unit {
        MICROS("us"),
        BYTES("B"),
        PER_SECOND("/s"),
        RATIO("");

        final String symbol;

        Unit(String symbol) {
            this.symbol = symbol;
        }
    }

    /** The other half of a pair. */
    record Against(String what, Samples samples) {}

    /** A ratio with a bound. */
    static Row ratio(String what, String engine, Samples measured, Against against, double bound) {
        return compared(what, engine, measured, against, bound);
    }

    /** A difference with a bound. */
    static Row difference(String what, String engine, Unit unit, Samples measured, Against against, double bound) {
        return new Row(
                what, engine, unit, measured, against, measured.minus(against.samples()), unit, bound, Side.AT_MOST);
    }

    /** A ratio to read beside the others. */
    static Row reference(String what, String engine, Samples measured, Against against) {
        return compared(what, engine, measured, against, null);
    }

    private static Row compared(String what, String engine, Samples measured, Against against, @Nullable Double bound) {
        return new Row(
                what,
                engine,
                Unit.MICROS,
                measured,
                against,
                measured.to(against.samples()),
                Unit.RATIO,
                bound,
                Side.AT_MOST);
    }

    /** A figure with a bound. */
    static Row absolute(String what, String engine, Unit unit, Samples measured, double bound) {
        return new Row(what, engine, unit, measured, null, measured, unit, bound, Side.AT_MOST);
    }

    /** A figure to read beside the others. */
    static Row figure(String what, String engine, Unit unit, Samples measured) {
        return new Row(what, engine, unit, measured, null, measured, unit, null, Side.AT_MOST);
    }

    /** The same row, whose figure or ratio has to reach this. */
    Row atLeast(double least) {
        return new Row(what, engine, unit, measured, against, compared, comparedIn, least, Side.AT_LEAST);
    }

    Verdict verdict() {
        if (bound == null) {
            return Verdict.NONE;
        }
        return side == Side.AT_MOST ? Verdict.of(compared, bound) : Verdict.atLeast(compared, bound);
    }
}
