package dev.zt.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one invocation measured of the memory of proofs, in microseconds a proof. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ReplayCosts {
    public double first;
    public double again;
    public double caffeineFirst;
    public double caffeineAgain;
}
