package dev.zt.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What one invocation measured, in microseconds an operation unless it says otherwise. JMH reports each public field as a secondary result of
 * the iteration, and an iteration is one invocation, so each is one sample.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Costs {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** The bare signature operation, with a key prepared beforehand. */
    public double raw;

    /** The same where the caller's key is used for the first time. */
    public double rawNewKey;

    /** The library's operation that contains it. */
    public double library;

    /** What the library's operation allocated, in octets. */
    public double libraryBytes;

    /** What the bare signature operation allocated, in octets. */
    public double rawBytes;

    /** What the reference allocated, in octets. */
    public double referenceBytes;

    /** The reference beside both: the signature operation in plain JCA, or a peer. */
    public double reference;

    /** CPU time of the measuring thread, over the whole invocation. */
    public double threadMicros;

    /** CPU time of the whole process meanwhile; what is above the thread's is compilation and collection. */
    public double processMicros;

    private long threadStart;
    private long processStart;

    void begin() {
        threadStart = Chunk.THREADS.getCurrentThreadCpuTime();
        processStart = PROCESS.getProcessCpuTime();
    }

    void end() {
        threadMicros = (Chunk.THREADS.getCurrentThreadCpuTime() - threadStart) / 1000.0;
        processMicros = (PROCESS.getProcessCpuTime() - processStart) / 1000.0;
    }
}
