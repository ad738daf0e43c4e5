package dev.zt.posture;

/** Where signals go. Safe for concurrent use; called on the thread of the request, so it must not wait. */
@FunctionalInterface
public interface SignalListener {
    /** Takes one signal. Whoever calls this has seen the accused one's proof verified. */
    void accept(Signal signal);
}
