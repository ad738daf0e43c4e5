package dev.zt.posture;

/** Who is told of changes of posture. Safe for concurrent use; called on the thread of a request, so it must not wait. */
@FunctionalInterface
public interface PostureListener {
    /** Takes one notice. */
    void noticed(PostureNotice notice);
}
