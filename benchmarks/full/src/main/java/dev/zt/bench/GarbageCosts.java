package dev.zt.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one invocation measured of refusals, in microseconds a token, by kind of {@link Garbage}. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class GarbageCosts {
    public double text;
    public double parts;
    public double tooLarge;
    public double algorithm;
    public double duplicate;
    public double issuer;

    void set(Garbage kind, double micros) {
        switch (kind) {
            case TEXT -> text = micros;
            case PARTS -> parts = micros;
            case TOO_LARGE -> tooLarge = micros;
            case ALGORITHM -> algorithm = micros;
            case DUPLICATE -> duplicate = micros;
            case ISSUER -> issuer = micros;
        }
    }

    /** The counter of a kind. */
    static String counter(Garbage kind) {
        return switch (kind) {
            case TEXT -> "text";
            case PARTS -> "parts";
            case TOO_LARGE -> "tooLarge";
            case ALGORITHM -> "algorithm";
            case DUPLICATE -> "duplicate";
            case ISSUER -> "issuer";
        };
    }
}
