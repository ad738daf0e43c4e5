package dev.zt.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time that each Java thread has used so far. Where both ends of a connection are in the process, no one thread
 * does the work; the process's own figure would do, but it counts in steps of 10 ms, and compilation with it.
 */
final class AllThreads {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Map<Long, Long> nanos = new HashMap<>();

    private AllThreads() {}

    static AllThreads now() {
        AllThreads now = new AllThreads();
        long[] ids = THREADS.getAllThreadIds();
        long[] times = THREADS.getThreadCpuTime(ids);
        for (int i = 0; i < ids.length; i++) {
            // Negative for one that ended between the two calls.
            now.nanos.put(ids[i], Math.max(0, times[i]));
        }
        return now;
    }

    /** What they have used since, in microseconds; of threads that ended meanwhile nothing is known any more. */
    double microsSince(AllThreads earlier) {
        long sum = 0;
        for (Map.Entry<Long, Long> thread : nanos.entrySet()) {
            sum += Math.max(0, thread.getValue() - earlier.nanos.getOrDefault(thread.getKey(), 0L));
        }
        return sum / 1000.0;
    }
}
