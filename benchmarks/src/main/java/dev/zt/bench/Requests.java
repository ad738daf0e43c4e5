package dev.zt.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that are ready to be sent. */
@FunctionalInterface
interface Requests {
    /** The bytes of the next one; null if there is none left. */
    byte @Nullable [] next();

    /** The same ones again and again. */
    static Requests repeated(List<byte[]> requests) {
        int[] sent = {0};
        return () -> requests.get(sent[0]++ % requests.size());
    }

    /** Each once. */
    static Requests once(List<byte[]> requests) {
        int[] sent = {0};
        return () -> sent[0] < requests.size() ? requests.get(sent[0]++) : null;
    }
}
