package dev.zt.springboot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Makes each builder of clients build proven ones. What a call is made by cannot be replaced afterwards: that would leave
 * calls unproven, and nobody would be told.
 *
 * @param <B> the builder, an interface
 */
final class ProvenBuilders<B> implements BeanPostProcessor {
    private final Class<B> type;
    private final Set<String> setters;
    private final Consumer<B> proven;

    ProvenBuilders(Class<B> type, Set<String> setters, Consumer<B> proven) {
        this.type = type;
        this.setters = Set.copyOf(setters);
        this.proven = proven;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!type.isInstance(bean)) {
            return bean;
        }
        B builder = type.cast(bean);
        proven.accept(builder);
        return guarded(builder);
    }

    private B guarded(B builder) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    if (setters.contains(name)) {
                        throw new IllegalStateException("the calls of this builder are proven, and another " + name
                                + " would leave them unproven; use "
                                + type.getEnclosingClass().getSimpleName()
                                + ".builder() for clients that prove nothing");
                    }
                    // The builder would hand itself to the consumer, and not what stands before it.
                    if (name.equals("apply") && arguments != null && arguments[0] instanceof Consumer<?> consumer) {
                        return applied(type.cast(proxy), consumer);
                    }
                    Object result = invoke(method, builder, arguments);
                    if (result == builder) {
                        return proxy;
                    }
                    return name.equals("clone") && result != null ? guarded(type.cast(result)) : result;
                }));
    }

    @SuppressWarnings("unchecked") // apply takes a consumer of this builder and of nothing else
    private static <B> B applied(B proxy, Consumer<?> consumer) {
        ((Consumer<B>) consumer).accept(proxy);
        return proxy;
    }

    private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
