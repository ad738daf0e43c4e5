package dev.zt.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one invocation measured of the servlet filters: microseconds and allocated bytes a request. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class FilterCosts {
    /** {@code Guard.admit} alone, of a call to a public endpoint. */
    public double publicAdmit;

    public double publicAdmitBytes;

    /** The filters around it. */
    public double publicFilter;

    public double publicFilterBytes;

    /** {@code Guard.admit} alone, of a remembered token with a new proof. */
    public double provenAdmit;

    public double provenAdmitBytes;

    /** The filters around it. */
    public double provenFilter;

    public double provenFilterBytes;

    /** {@code Guard.admit} alone, of the same over plain HTTP within this machine. */
    public double plainAdmit;

    public double plainAdmitBytes;

    /** The filters around it. */
    public double plainFilter;

    public double plainFilterBytes;

    /** What one request of a chunk cost. */
    record Each(double micros, double bytes) {
        static Each of(int requests, Chunk chunk) {
            long before = DecisionCosts.allocated();
            double micros = Chunk.microsEach(requests, chunk);
            return new Each(micros, (double) (DecisionCosts.allocated() - before) / requests);
        }
    }
}
