package dev.zt.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one invocation measured of the policy: microseconds and allocated bytes a decision, by number of rules. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class DecisionCosts {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public double micros10;
    public double micros1000;
    public double micros10000;
    public double bytes10;
    public double bytes1000;
    public double bytes10000;

    /** How much this thread has ever allocated. */
    static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
