package dev.zt.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What the pairs of a run measured, in their order. Immutable. */
record Samples(List<Double> values) {
    Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    static Samples of(double... values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return new Samples(list);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The median absolute deviation from the median. */
    double spread() {
        double median = median();
        return new Samples(
                        values.stream().map(value -> Math.abs(value - median)).toList())
                .median();
    }

    /** Each as something else. */
    Samples map(DoubleUnaryOperator operator) {
        return new Samples(values.stream().map(operator::applyAsDouble).toList());
    }

    double sum() {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The ratio of each pair: the first of these to the first of those, and so on. */
    Samples to(Samples others) {
        return pairwise(others, (mine, other) -> mine / other);
    }

    /** The difference of each pair. */
    Samples minus(Samples others) {
        return pairwise(others, (mine, other) -> mine - other);
    }

    private Samples pairwise(Samples others, DoubleBinaryOperator operator) {
        List<Double> results = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            results.add(operator.applyAsDouble(values.get(i), others.values.get(i)));
        }
        return new Samples(results);
    }
}
