package dev.zt.bench;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** Two engines that shake hands through memory, both in this thread. */
final class Handshake {
    private static final int RECORDS = 1 << 16;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toClient = ByteBuffer.allocate(RECORDS);
    private final ByteBuffer toServer = ByteBuffer.allocate(RECORDS);
    private final ByteBuffer application = ByteBuffer.allocate(RECORDS);

    private Handshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    /** Shakes hands, closes both ends and returns what the client knows of the connection. */
    static SSLSession between(SSLEngine client, SSLEngine server) throws SSLException {
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        try {
            new Handshake(client, server).run();
            return client.getSession();
        } finally {
            // Native engines keep their memory until they are closed.
            client.closeOutbound();
            server.closeOutbound();
        }
    }

    private void run() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        while (isBusy(client) || isBusy(server)) {
            boolean moved = step(client, toClient, toServer);
            moved |= step(server, toServer, toClient);
            if (!moved && (isBusy(client) || isBusy(server))) {
                throw new SSLException("the handshake stands still");
            }
        }
    }

    private static boolean isBusy(SSLEngine engine) {
        return engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
    }

    private boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                engine.getDelegatedTask().run();
                yield true;
            }
            case NEED_WRAP -> engine.wrap(NOTHING, out).bytesProduced() > 0;
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                SSLEngineResult result = engine.unwrap(in, application);
                in.compact();
                yield result.bytesConsumed() > 0
                        || result.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NEED_UNWRAP;
            }
            case FINISHED, NOT_HANDSHAKING -> false;
        };
    }
}
