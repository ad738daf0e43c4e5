package dev.zt.interop;

import java.lang.reflect.Method;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

final class InteropExtension implements ParameterResolver, BeforeTestExecutionCallback, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(InteropExtension.class);
    private static final String START = "start";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Keycloak.class;
    }

    /** In the store of the whole run, which closes it at the end. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Keycloak.class, type -> Keycloak.start());
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        store(context).put(START, System.nanoTime());
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        long millis = (System.nanoTime() - store(context).get(START, Long.class)) / 1_000_000;
        say(
                "%s.%s: %s (%d ms)",
                context.getRequiredTestClass().getSimpleName(),
                name(context),
                context.getExecutionException().isPresent() ? "FAILED" : "passed",
                millis);
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    private static String name(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        return method.getParameterCount() == 0 ? method.getName() : method.getName() + " " + context.getDisplayName();
    }

    /** A line for the gate's output. */
    static void say(String format, Object... values) {
        System.out.println("interop: " + String.format(Locale.ROOT, format, values));
    }
}
