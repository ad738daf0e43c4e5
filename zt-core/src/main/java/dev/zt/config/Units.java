package dev.zt.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Durations, sizes and counts as operators write them. */
final class Units {
    private static final Map<String, Duration> DURATIONS = new LinkedHashMap<>();
    private static final Map<String, Long> SIZES = new LinkedHashMap<>();

    static {
        DURATIONS.put("ms", Duration.ofMillis(1));
        DURATIONS.put("s", Duration.ofSeconds(1));
        DURATIONS.put("m", Duration.ofMinutes(1));
        DURATIONS.put("h", Duration.ofHours(1));
        SIZES.put("KiB", 1L << 10);
        SIZES.put("MiB", 1L << 20);
        SIZES.put("GiB", 1L << 30);
    }

    private Units() {}

    static Duration duration(Node node) {
        String text = scalar(node);
        Duration unit = DURATIONS.get(unit(text));
        if (unit == null) {
            throw node.error("expected a whole number with the unit ms, s, m or h, such as 30s");
        }
        return unit.multipliedBy(amount(node, text));
    }

    static long size(Node node) {
        String text = scalar(node);
        Long unit = SIZES.get(unit(text));
        if (unit == null) {
            throw node.error("expected a whole number with the unit KiB, MiB or GiB, such as 8KiB");
        }
        return unit * amount(node, text);
    }

    static long number(Node node) {
        String text = scalar(node);
        if (!unit(text).isEmpty()) {
            throw node.error("expected a whole number without a unit");
        }
        return amount(node, text);
    }

    private static String scalar(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.value();
        }
        throw node.error("expected one value but found " + node.kind());
    }

    private static String unit(String text) {
        return text.substring(digits(text));
    }

    // Nine digits keep every product within a long.
    private static long amount(Node node, String text) {
        int digits = digits(text);
        if (digits == 0 || digits > 9) {
            throw node.error("expected a whole number of 1 to 9 digits");
        }
        return Long.parseLong(text.substring(0, digits));
    }

    private static int digits(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
