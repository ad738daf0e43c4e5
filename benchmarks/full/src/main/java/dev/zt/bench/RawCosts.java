package dev.zt.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one invocation measured of the engines alone, in microseconds a signature; zero of those that are not here. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class RawCosts {
    public double platform;
    public double bouncyCastle;
    public double corretto;
    public double conscrypt;

    void set(RawEngine engine, double micros) {
        switch (engine) {
            case PLATFORM -> platform = micros;
            case BOUNCY_CASTLE -> bouncyCastle = micros;
            case CORRETTO -> corretto = micros;
            case CONSCRYPT -> conscrypt = micros;
        }
    }

    /** The counter of an engine. */
    static String counter(RawEngine engine) {
        return switch (engine) {
            case PLATFORM -> "platform";
            case BOUNCY_CASTLE -> "bouncyCastle";
            case CORRETTO -> "corretto";
            case CONSCRYPT -> "conscrypt";
        };
    }
}
