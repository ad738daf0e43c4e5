package dev.zt.samples.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;

/** The application on Tomcat, whose embedding is the same in 10.1 and 11. */
public final class TomcatTarget implements TargetServer {
    // Tomcat logs a header line that it cannot parse at INFO, with the token in it. Held, lest the level be forgotten.
    private static final Logger PARSER = Logger.getLogger("org.apache.coyote.http11.Http11Processor");

    static {
        PARSER.setLevel(Level.WARNING);
    }

    private final Tomcat tomcat = new Tomcat();
    // Tomcat wants a place for its work, though nothing here needs any.
    private final Path directory;

    private TomcatTarget() {
        try {
            directory = Files.createTempDirectory("target");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        System.exit(Target.run(args, TomcatTarget::new));
    }

    @Override
    public int start(TargetApp app, TargetOptions options) throws Exception {
        String base = directory.toString();
        tomcat.setBaseDir(base);
        Context context = tomcat.addContext("", base);
        context.addServletContainerInitializer(new WsSci(), Set.of());
        context.addServletContainerInitializer(app, Set.of());
        ErrorPage page = new ErrorPage();
        page.setErrorCode(500);
        page.setLocation(ERROR_PAGE);
        context.addErrorPage(page);
        Connector connector = new Connector();
        connector.setPort(options.port());
        connector.setThrowOnFailure(true);
        connector.setProperty("address", "127.0.0.1");
        // As shipped, each connection on which a request has begun keeps 50 KiB of heap, and 8,192 are let in.
        connector.setProperty("socket.appReadBufSize", "1024");
        connector.setProperty("socket.appWriteBufSize", "1024");
        connector.setProperty("maxHttpResponseHeaderSize", "2048");
        connector.addUpgradeProtocol(new Http2Protocol());
        if (options.lenient()) {
            lenient(connector);
        }
        if (options.tls()) {
            secure(connector);
        }
        tomcat.setConnector(connector);
        tomcat.start();
        return connector.getLocalPort();
    }

    private static void lenient(Connector connector) {
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.DECODE.getValue());
        connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.DECODE.getValue());
        connector.setAllowBackslash(true);
        connector.setAllowTrace(true);
        connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
    }

    private static void secure(Connector connector) throws Exception {
        connector.setScheme("https");
        connector.setSecure(true);
        ((Http11NioProtocol) connector.getProtocolHandler()).setSSLEnabled(true);
        SSLHostConfig host = new SSLHostConfig();
        host.setCertificateVerification("optional");
        host.setTrustManagerClassName(AnyClient.class.getName());
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
        certificate.setCertificateKeystore(SelfSigned.keyStore());
        certificate.setCertificateKeystorePassword(SelfSigned.PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        ExpandWar.delete(directory.toFile());
    }
}
