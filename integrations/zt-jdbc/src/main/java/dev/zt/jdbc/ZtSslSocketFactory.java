package dev.zt.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * What pgjdbc makes for each connection, by its name in {@link PostgresTls#properties()}. All of one {@link PostgresTls} share
 * its context, which shows the certificate of the moment.
 */
public final class ZtSslSocketFactory extends SSLSocketFactory {
    private final SSLSocketFactory sockets;

    /**
     * The sockets of one {@link PostgresTls}.
     *
     * @param reference the {@code sslfactoryarg}
     * @throws IllegalArgumentException if that is not open
     */
    public ZtSslSocketFactory(String reference) {
        this.sockets = PostgresTls.tls(reference).sockets();
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        return sockets.createSocket(plain, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return sockets.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return sockets.createSocket(host, port, local, localPort);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
