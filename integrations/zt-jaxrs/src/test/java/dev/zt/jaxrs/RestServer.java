package dev.zt.jaxrs;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.ext.Provider;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jboss.resteasy.plugins.server.servlet.HttpServletDispatcher;

/** The servers of Jakarta REST, each in a servlet container on a free loopback port. */
public enum RestServer {
    JERSEY {
        @Override
        ServletRegistration.Dynamic register(
                ServletContext context, String name, String below, Class<?>... components) {
            ServletContainer rest = new ServletContainer(new ResourceConfig(components));
            return mapped(context.addServlet(name, rest), below);
        }

        @Override
        public Running start(ServletContainerInitializer app) throws Exception {
            Server server = new Server(new QueuedThreadPool(12));
            ServerConnector connector = new ServerConnector(server);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler();
            context.addServletContainerInitializer(app);
            server.setHandler(context);
            try {
                server.start();
            } catch (Exception e) {
                server.stop();
                throw e;
            }
            return new Running(connector.getLocalPort(), server::stop);
        }
    },
    RESTEASY {
        @Override
        ServletRegistration.Dynamic register(
                ServletContext context, String name, String below, Class<?>... components) {
            Servlet rest = new HttpServletDispatcher();
            ServletRegistration.Dynamic registration = context.addServlet(name, rest);
            registration.setInitParameter("resteasy.servlet.mapping.prefix", below);
            registration.setInitParameter("resteasy.resources", names(false, components));
            registration.setInitParameter("resteasy.providers", names(true, components));
            return mapped(registration, below);
        }

        @Override
        public Running start(ServletContainerInitializer app) throws Exception {
            DeploymentManager manager = Servlets.newContainer()
                    .addDeployment(Servlets.deployment()
                            .setClassLoader(RestServer.class.getClassLoader())
                            .setContextPath("/")
                            .setDeploymentName("app")
                            .addServletContainerInitializer(new ServletContainerInitializerInfo(
                                    ServletContainerInitializer.class, new ImmediateInstanceFactory<>(app), Set.of())));
            manager.deploy();
            Undertow server = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1")
                    .setHandler(manager.start())
                    .build();
            server.start();
            int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
            return new Running(port, () -> {
                manager.stop();
                server.stop();
            });
        }
    };

    abstract ServletRegistration.Dynamic register(
            ServletContext context, String name, String below, Class<?>... components);

    public abstract Running start(ServletContainerInitializer app) throws Exception;

    private static ServletRegistration.Dynamic mapped(ServletRegistration.Dynamic registration, String below) {
        registration.addMapping(below + "/*");
        registration.setLoadOnStartup(1);
        registration.setAsyncSupported(true);
        return registration;
    }

    private static String names(boolean providers, Class<?>... components) {
        return Arrays.stream(components)
                .filter(type -> isProvider(type) == providers)
                .map(Class::getName)
                .collect(Collectors.joining(","));
    }

    private static boolean isProvider(Class<?> type) {
        return type == ZtRest.class || type.isAnnotationPresent(Provider.class);
    }

    /** What can fail to stop. */
    public interface Stopping {
        void stop() throws Exception;
    }

    /** A server that runs until it is closed. */
    public record Running(int port, Stopping server) implements AutoCloseable {
        @Override
        public void close() {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException("the server does not stop", e);
            }
        }
    }
}
