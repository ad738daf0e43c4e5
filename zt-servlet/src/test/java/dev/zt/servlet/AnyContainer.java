package dev.zt.servlet;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The containers, each with one application on a free loopback port and a page for errors at {@code /error}. */
enum AnyContainer {
    JETTY {
        @Override
        Running start(ServletContainerInitializer app) throws Exception {
            Server server = new Server(new QueuedThreadPool(12));
            HttpConfiguration http = new HttpConfiguration();
            // Else Jetty hands on charset=UTF-8 as charset=utf-8, which is not what was signed.
            http.setHeaderCacheCaseSensitive(true);
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler();
            ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
            pages.addErrorPage(500, "/error");
            context.setErrorHandler(pages);
            context.addServletContainerInitializer(app);
            server.setHandler(context);
            server.start();
            return new Running(connector.getLocalPort(), server::stop);
        }
    },
    TOMCAT {
        @Override
        Running start(ServletContainerInitializer app) throws Exception {
            Path directory = Files.createTempDirectory("tomcat");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(directory.toString());
            Context context = tomcat.addContext("", directory.toString());
            context.addServletContainerInitializer(app, Set.of());
            // As Tomcat 11 does it without being told.
            context.setSuspendWrappedResponseAfterForward(true);
            ErrorPage page = new ErrorPage();
            page.setErrorCode(500);
            page.setLocation("/error");
            context.addErrorPage(page);
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            tomcat.setConnector(connector);
            tomcat.start();
            return new Running(connector.getLocalPort(), () -> {
                tomcat.stop();
                tomcat.destroy();
                ExpandWar.delete(directory.toFile());
            });
        }
    },
    UNDERTOW {
        @Override
        Running start(ServletContainerInitializer app) throws Exception {
            DeploymentManager manager = Servlets.newContainer()
                    .addDeployment(Servlets.deployment()
                            .setClassLoader(AnyContainer.class.getClassLoader())
                            .setContextPath("/")
                            .setDeploymentName("app")
                            .addServletContainerInitializer(new ServletContainerInitializerInfo(
                                    ServletContainerInitializer.class, new ImmediateInstanceFactory<>(app), Set.of()))
                            .addErrorPage(Servlets.errorPage("/error", 500)));
            manager.deploy();
            Undertow server = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1")
                    .setHandler(manager.start())
                    .build();
            server.start();
            int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
            return new Running(port, server::stop);
        }
    };

    abstract Running start(ServletContainerInitializer app) throws Exception;

    /** What can fail to stop. */
    interface Stopping {
        void stop() throws Exception;
    }

    /** A server that runs until it is closed. */
    record Running(int port, Stopping server) implements AutoCloseable {
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
