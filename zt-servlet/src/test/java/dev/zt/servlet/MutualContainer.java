package dev.zt.servlet;

import dev.zt.tomcat.TomcatTls;
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
import javax.net.ssl.SSLContext;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.xnio.Options;
import org.xnio.SslClientAuthMode;

/** How each container takes the TLS context of an identity and asks clients for certificates. */
enum MutualContainer {
    JETTY {
        @Override
        Running start(ServletContainerInitializer app, SSLContext tls) throws Exception {
            SslContextFactory.Server ssl = new SslContextFactory.Server();
            ssl.setSslContext(tls);
            ssl.setWantClientAuth(true); // or setNeedClientAuth, where nobody comes without a certificate
            Server jetty = new Server(new QueuedThreadPool(12));
            HttpConfiguration http = new HttpConfiguration();
            http.addCustomizer(new SecureRequestCustomizer(false));
            ServerConnector connector = new ServerConnector(
                    jetty, new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(http));
            connector.setHost("127.0.0.1");
            jetty.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler();
            context.addServletContainerInitializer(app);
            jetty.setHandler(context);
            jetty.start();
            return new Running(connector.getLocalPort(), jetty::stop);
        }
    },
    TOMCAT {
        @Override
        Running start(ServletContainerInitializer app, SSLContext tls) throws Exception {
            Path directory = Files.createTempDirectory("orders");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(directory.toString());
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            TomcatTls.secure(connector, tls, TomcatTls.Clients.WANTED);
            tomcat.setConnector(connector);
            tomcat.addContext("", directory.toString()).addServletContainerInitializer(app, Set.of());
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
        Running start(ServletContainerInitializer app, SSLContext tls) throws Exception {
            DeploymentManager manager = Servlets.newContainer()
                    .addDeployment(Servlets.deployment()
                            .setClassLoader(MutualContainer.class.getClassLoader())
                            .setContextPath("/")
                            .setDeploymentName("orders")
                            .addServletContainerInitializer(new ServletContainerInitializerInfo(
                                    ServletContainerInitializer.class, new ImmediateInstanceFactory<>(app), Set.of())));
            manager.deploy();
            Undertow undertow = Undertow.builder()
                    .addHttpsListener(0, "127.0.0.1", tls)
                    .setSocketOption(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUESTED)
                    .setHandler(manager.start())
                    .build();
            undertow.start();
            int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
            return new Running(port, undertow::stop);
        }
    };

    /** A started container. */
    record Running(int port, AutoCloseable end) {}

    abstract Running start(ServletContainerInitializer app, SSLContext tls) throws Exception;
}
