package dev.zt.jaxrs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.resteasy.core.ResteasyContext;
import org.jboss.resteasy.spi.ResourceFactory;
import org.jboss.resteasy.spi.ResteasyDeployment;
import org.jspecify.annotations.Nullable;

/** The root resources of RESTEasy, whose configuration lists providers only. */
final class ResteasyResources {
    private ResteasyResources() {}

    /** Those of the application that RESTEasy is deploying in this thread; none where it is not there, or not at work. */
    static Supplier<Set<Class<?>>> beingDeployed() {
        try {
            return Deployed.here();
        } catch (NoClassDefFoundError e) {
            return Set::of;
        }
    }

    /** Touched only where RESTEasy is. */
    private record Deployed(
            ResteasyDeployment deployment, @Nullable ClassLoader loader) implements Supplier<Set<Class<?>>> {
        static Supplier<Set<Class<?>>> here() {
            ResteasyDeployment deployment = ResteasyContext.getContextData(ResteasyDeployment.class);
            return deployment == null
                    ? Set::of
                    : new Deployed(deployment, Thread.currentThread().getContextClassLoader());
        }

        @Override
        public Set<Class<?>> get() {
            Set<Class<?>> classes = new HashSet<>();
            stream(deployment.getActualResourceClasses()).forEach(classes::add);
            stream(deployment.getResources()).map(Object::getClass).forEach(classes::add);
            stream(deployment.getResourceFactories())
                    .map(ResourceFactory::getScannableClass)
                    .forEach(classes::add);
            Stream.of(deployment.getResourceClasses(), deployment.getScannedResourceClasses())
                    .flatMap(Deployed::stream)
                    .map(this::load)
                    .forEach(classes::add);
            return classes;
        }

        private static <T> Stream<T> stream(@Nullable List<T> list) {
            return list == null ? Stream.empty() : list.stream();
        }

        private Class<?> load(String name) {
            try {
                return Class.forName(name.trim(), false, loader);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("no class " + name + ", which RESTEasy serves", e);
            }
        }
    }
}
