package dev.zt.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Makes objects of a container that have only the methods that somebody is known to call. */
final class StandIn {
    private StandIn() {}

    /** An object that answers by the public method of the same signature of another one, and throws for all others. */
    static <T> T of(Class<T> type, Object methods) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                return methods.getClass()
                        .getMethod(method.getName(), method.getParameterTypes())
                        .invoke(methods, args);
            } catch (NoSuchMethodException e) {
                throw new UnsupportedOperationException(type.getSimpleName() + " stands in for no " + method, e);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    /** An object without methods. */
    static <T> T empty(Class<T> type) {
        return of(type, new Object());
    }
}
