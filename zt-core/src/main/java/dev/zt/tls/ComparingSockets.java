package dev.zt.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes sockets whose trust manager is told to compare host names (RFC 9110 §4.3.4), which the platform's are not. None is
 * layered over a tunnel to a declared host: it would be taken for one to the port of the tunnel's proxy.
 */
final class ComparingSockets extends SSLSocketFactory {
    private final SSLSocketFactory platform;
    private final SvidTrust trust;

    ComparingSockets(SSLSocketFactory platform, SvidTrust trust) {
        this.platform = platform;
        this.trust = trust;
    }

    private static Socket comparing(Socket socket) {
        if (socket instanceof SSLSocket tls) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
        }
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return platform.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return platform.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return comparing(platform.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        if (socket.getPort() != port && trust.isDeclared(host)) {
            throw new SSLException("a declared host is called directly, not through a proxy's tunnel");
        }
        return comparing(platform.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return comparing(platform.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return comparing(platform.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return comparing(platform.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return comparing(platform.createSocket(address, port, localAddress, localPort));
    }
}
