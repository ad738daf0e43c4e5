package dev.zt.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one invocation measured of enrolling, in microseconds an enrolment. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class EnrolmentCosts {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** One bare signing. */
    public double raw;

    /** CPU time of all threads where the instance makes a connection of its own. */
    public double newConnection;

    /** How long that took on the clock. */
    public double newConnectionWall;

    /** CPU time of all threads over a connection that is there already. */
    public double keptConnection;

    /** How long that took on the clock. */
    public double keptConnectionWall;

    /** CPU time of all threads, over the whole invocation. */
    public double threadMicros;

    /** CPU time of the whole process meanwhile; what is above the threads' is compilation and collection. */
    public double processMicros;

    private AllThreads threadStart = AllThreads.now();
    private long processStart;

    /** What one operation of a chunk cost on all threads, and how long it took. */
    record Each(double threadMicros, double wallMicros) {
        static Each of(int operations, Chunk chunk) {
            AllThreads before = AllThreads.now();
            long start = System.nanoTime();
            chunk.runAll(operations);
            long nanos = System.nanoTime() - start;
            return new Each(AllThreads.now().microsSince(before) / operations, nanos / 1000.0 / operations);
        }
    }

    void begin() {
        threadStart = AllThreads.now();
        processStart = PROCESS.getProcessCpuTime();
    }

    void end() {
        threadMicros = AllThreads.now().microsSince(threadStart);
        processMicros = (PROCESS.getProcessCpuTime() - processStart) / 1000.0;
    }
}
