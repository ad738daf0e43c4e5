package dev.zt.outbound;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The methods by which a JDK client of release 21 and later is shut down, looked up because this class is compiled for
 * release 17. On older platforms there is nothing to shut down.
 */
final class Lifecycle {
    private final HttpClient client;

    private Lifecycle(HttpClient client) {
        this.client = client;
    }

    static Lifecycle of(HttpClient client) {
        return new Lifecycle(client);
    }

    void shutdown() {
        call("shutdown", MethodType.methodType(void.class));
    }

    void shutdownNow() {
        call("shutdownNow", MethodType.methodType(void.class));
    }

    boolean awaitTermination(Duration duration) throws InterruptedException {
        Object ended = call("awaitTermination", MethodType.methodType(boolean.class, Duration.class), duration);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return ended == null || (Boolean) ended;
    }

    boolean isTerminated() {
        return call("isTerminated", MethodType.methodType(boolean.class)) instanceof Boolean ended && ended;
    }

    void close() {
        call("close", MethodType.methodType(void.class));
    }

    private @Nullable Object call(String name, MethodType type, Object... arguments) {
        try {
            MethodHandle method = MethodHandles.publicLookup().findVirtual(HttpClient.class, name, type);
            return method.bindTo(client).invokeWithArguments(arguments);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot " + name + " the client", e);
        }
    }
}
