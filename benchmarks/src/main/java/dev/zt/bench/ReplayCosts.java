package dev.zt.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one invocation measured of the memories of used proofs: microseconds a proof, and the octets that each keeps. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ReplayCosts {
    public double library;
    public double libraryAgain;
    public double reference;
    public double libraryBytes;
    public double referenceBytes;
}
