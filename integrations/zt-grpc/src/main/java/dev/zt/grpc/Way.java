package dev.zt.grpc;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import dev.zt.tls.ClientTls;
import io.grpc.CallCredentials.RequestInfo;
import io.grpc.Grpc;
import io.grpc.SecurityLevel;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLSession;

/** The connection that a call is about to take, and where it says that it goes. */
record Way(RequestInfo info, URI uri) {
    /** What each request of gRPC is (gRPC over HTTP/2, "Requests"). */
    static final String METHOD = "POST";

    static Way of(RequestInfo info) throws CallNotMadeException {
        return new Way(
                info, uri(info, info.getSecurityLevel() == SecurityLevel.PRIVACY_AND_INTEGRITY ? "https" : "http"));
    }

    private static URI uri(RequestInfo info, String scheme) throws CallNotMadeException {
        try {
            return URI.create(scheme + "://" + info.getAuthority() + "/"
                    + info.getMethodDescriptor().getFullMethodName());
        } catch (IllegalArgumentException e) {
            throw new CallNotMadeException("its authority and method make no URI");
        }
    }

    /**
     * Refuses a call to a declared destination on a connection of which nobody knows that it leads there.
     *
     * @throws CallNotMadeException saying what to do about it
     */
    void requireSafe(OutboundAuth auth, OutboundExchange exchange) throws CallNotMadeException {
        boolean secure = "https".equals(uri.getScheme());
        if (!exchange.isDeclared()) {
            // The same authority over TLS: somebody forgot it, and the server would read what is sent in plain text.
            if (!secure
                    && auth.begin(METHOD, uri(info, "https"), name -> List.of()).isDeclared()) {
                throw new CallNotMadeException(
                        "the destination is declared over https, and the channel is in plain text");
            }
            return;
        }
        if (exchange.signsContent()) {
            throw new CallNotMadeException(
                    "a signature cannot cover the messages of a call: declare the destination without signed()");
        }
        if (info.getCallOptions().getAuthority() != null) {
            throw new CallNotMadeException("the call names another authority than its channel, and the certificate was"
                    + " compared with that of the channel");
        }
        if (!secure && !isToThisMachine()) {
            throw new CallNotMadeException("in plain text a call goes to this machine only");
        }
        if (secure && auth.tls().isPresent() && !isOf(auth.tls().get())) {
            throw new CallNotMadeException("a destination must prove who it is, and this channel does not ask: make it"
                    + " with the credentials of NettyTls.channelCredentials");
        }
    }

    private boolean isToThisMachine() {
        return info.getTransportAttrs().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress();
    }

    private boolean isOf(ClientTls tls) {
        SSLSession session = info.getTransportAttrs().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        return session != null && tls.made(session);
    }
}
