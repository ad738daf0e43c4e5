package dev.zt.samples.conformance;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;
import org.xnio.SslClientAuthMode;

/** The application on Undertow 2.3. */
public final class UndertowTarget implements TargetServer {
    private @Nullable Undertow server;

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        System.exit(Target.run(args, UndertowTarget::new));
    }

    @Override
    public int start(TargetApp app, TargetOptions options) throws Exception {
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowTarget.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("target")
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        TargetApp.class, new ImmediateInstanceFactory<>(app), Set.of()))
                .addServletContextAttribute(
                        WebSocketDeploymentInfo.ATTRIBUTE_NAME,
                        new WebSocketDeploymentInfo().setBuffers(new DefaultByteBufferPool(false, 16 << 10)))
                .addErrorPage(Servlets.errorPage(ERROR_PAGE, 500));
        DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        Undertow.Builder builder = Undertow.builder()
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                // As shipped it is 1 MiB for each connection, whoever is at its other end.
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 << 10)
                .setHandler(refusing(manager.start()));
        if (options.lenient()) {
            builder.setServerOption(UndertowOptions.DECODE_SLASH, true)
                    .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true);
        }
        if (options.tls()) {
            builder.addHttpsListener(options.port(), "127.0.0.1", SelfSigned.context())
                    .setSocketOption(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUESTED);
        } else {
            builder.addHttpListener(options.port(), "127.0.0.1");
        }
        Undertow started = builder.build();
        server = started;
        started.start();
        return ((InetSocketAddress) started.getListenerInfo().get(0).getAddress()).getPort();
    }

    // Undertow's servlets fail with 500 and a stack trace for a target that is no path, such as '*'.
    private static HttpHandler refusing(HttpHandler servlets) {
        return exchange -> {
            if (exchange.getRelativePath().startsWith("/")) {
                servlets.handleRequest(exchange);
            } else {
                exchange.setStatusCode(StatusCodes.BAD_REQUEST).endExchange();
            }
        };
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }
}
