package dev.zt.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds how many measured loads each server gets, interleaved with those of the others; default 7
 * @param seconds how long each of them lasts; default 3
 * @param warmup the most seconds of load that each server gets before; default 20
 * @param connections how many connections a load has; default 32
 */
record EdgeSettings(int rounds, double seconds, double warmup, int connections) {
    EdgeSettings {
        if (rounds < 1 || seconds <= 0 || warmup < 0 || connections < 1) {
            throw new IllegalArgumentException("nothing would be measured");
        }
    }

    /**
     * Reads settings of the form {@code name=number}; those not given have their defaults.
     *
     * @throws IllegalArgumentException if one has another name
     */
    static EdgeSettings parse(Iterable<String> texts) {
        EdgeSettings settings = new EdgeSettings(7, 3, 20, 32);
        for (String text : texts) {
            int equals = text.indexOf('=');
            settings = settings.with(
                    text.substring(0, Math.max(equals, 0)), Double.parseDouble(text.substring(equals + 1)));
        }
        return settings;
    }

    private EdgeSettings with(String name, double value) {
        return switch (name) {
            case "rounds" -> new EdgeSettings((int) value, seconds, warmup, connections);
            case "seconds" -> new EdgeSettings(rounds, value, warmup, connections);
            case "warmup" -> new EdgeSettings(rounds, seconds, value, connections);
            case "connections" -> new EdgeSettings(rounds, seconds, warmup, (int) value);
            default ->
                throw new IllegalArgumentException(
                        "'" + name + "' is none of rounds=, seconds=, warmup= and connections=");
        };
    }

    Duration round() {
        return nanos(seconds);
    }

    Duration warmUp() {
        return nanos(warmup);
    }

    private static Duration nanos(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
