package dev.zt.outbound;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * What the platform calls the connection of an answer since JDK 25, looked up because this class is compiled for release 17.
 * Older platforms say nothing.
 */
final class ConnectionLabel {
    private ConnectionLabel() {}

    static Optional<String> of(HttpResponse<?> answer) {
        try {
            Object label = MethodHandles.publicLookup()
                    .findVirtual(HttpResponse.class, "connectionLabel", MethodType.methodType(Optional.class))
                    .invoke(answer);
            return label instanceof Optional<?> told ? told.map(Object::toString) : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot ask for the connection of an answer", e);
        }
    }
}
