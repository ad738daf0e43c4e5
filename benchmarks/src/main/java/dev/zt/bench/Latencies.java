package dev.zt.bench;

import java.util.Arrays;

/** How long each request took, in nanoseconds. Not safe for concurrent use. */
final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int size;

    void add(long duration) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = duration;
    }

    int size() {
        return size;
    }

    /** The least of them that {@code fraction} of them do not exceed (nearest rank), in microseconds. */
    double percentile(double fraction) {
        if (size == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        Arrays.sort(nanos, 0, size);
        int rank = (int) Math.ceil(fraction * size);
        return nanos[Math.max(rank, 1) - 1] / 1000.0;
    }
}
