package dev.zt.samples.conformance;

import dev.zt.guard.Guard;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The application, registered by the Servlet API alone and therefore the same on every container. */
public final class TargetApp implements ServletContainerInitializer {
    private final Guard guard;

    TargetApp(Guard guard) {
        this.guard = guard;
    }

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        serve(context, "public", Handler.crossroads("public"), "/public/*");
        serve(context, "admin", Handler.named("admin"), "/api/admin/*");
        serve(context, "orders", Handler.named("orders"), "/api/orders/*");
        serve(context, "legacy", Handler.named("legacy"), "*.do");
        serve(context, "exact", Handler.named("exact"), "/exact");
        serve(context, "default", Handler.named("default"), "/");
        Echo.register(context);
        ZeroTrust.builder(guard).dispatchByName("orders", "/api/orders/by-name").install(context);
    }

    private static void serve(ServletContext context, String name, Handler handler, String pattern) {
        ServletRegistration.Dynamic registration = context.addServlet(name, handler);
        registration.addMapping(pattern);
        registration.setAsyncSupported(true);
    }
}
