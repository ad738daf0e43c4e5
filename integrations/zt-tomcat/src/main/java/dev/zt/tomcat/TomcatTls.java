package dev.zt.tomcat;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/**
 * TLS for a connector of Tomcat, by a context that was made elsewhere: certificates are renewed and clients recognised
 * as the context does it, without key stores and without a restart. TLS 1.3.
 *
 * <pre>{@code
 * TomcatTls.secure(connector, me.mutualTls(PeerMatcher.anyWorkload()), TomcatTls.Clients.WANTED);
 * }</pre>
 */
public final class TomcatTls {
    /** Whether clients are asked for a certificate. */
    public enum Clients {
        /** No. */
        NOT_ASKED("none"),
        /** Yes, and served without one as well, by whatever else they show. */
        WANTED("optionalNoCA"),
        /** Yes, and not served without one. */
        REQUIRED("required");

        private final String verification;

        Clients(String verification) {
            this.verification = verification;
        }
    }

    private TomcatTls() {}

    /**
     * Makes a connector speak TLS; to be called before it starts.
     *
     * @param context such as that of {@code ServiceIdentity.serverTls()} or {@code mutualTls(…)}
     * @throws IllegalArgumentException if the connector is not one for HTTP/1.1, which HTTP/2 is added to
     */
    public static void secure(Connector connector, javax.net.ssl.SSLContext context, Clients clients) {
        if (!(connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http)) {
            throw new IllegalArgumentException("the connector does not speak HTTP/1.1");
        }
        connector.setScheme("https");
        connector.setSecure(true);
        http.setSSLEnabled(true);
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.3");
        host.setCertificateVerification(clients.verification);
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setSslContext(new GivenContext(context));
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
    }
}
