package dev.zt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.io.Transport;

/** The admin socket of an authority on this machine. */
final class SocketDoor implements AdminDoor {
    private static final int PATIENCE_SECONDS = 30;

    private final HttpClient http;
    private final Path socket;

    private SocketDoor(HttpClient http, Path socket) {
        this.http = http;
        this.socket = socket;
    }

    static SocketDoor open(Path directory) {
        Path socket = directory.resolve("admin.sock");
        if (Files.isDirectory(directory) && !Files.isExecutable(directory)) {
            throw new CommandFailed(directory + " is for the authority's own user alone; run this as that user, or use"
                    + " --url with an identity that the authority's policy grants zt:admin");
        }
        if (!Files.exists(socket)) {
            throw new CommandFailed("no authority runs in " + directory + "; start it with 'zt authority', or say where"
                    + " it is with --directory or --url");
        }
        if (!Files.isReadable(socket) || !Files.isWritable(socket)) {
            throw new CommandFailed(
                    socket + " is for the authority's own user alone; run this as that user, or use --url");
        }
        HttpClient http = new HttpClient();
        try {
            http.start();
        } catch (Exception e) {
            throw new IllegalStateException("the client of the admin socket does not start", e);
        }
        return new SocketDoor(http, socket);
    }

    @Override
    public Answer send(String method, String path, String body) {
        Request request = http.newRequest("http://localhost")
                .transport(new Transport.TCPUnix(socket))
                .method(method)
                .path(path)
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!body.isEmpty()) {
            request.body(new StringRequestContent("application/json", body));
        }
        try {
            ContentResponse answer = request.send();
            return new Answer(answer.getStatus(), answer.getContentAsString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailed("no answer at " + socket + "; does the authority run? (" + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the client of the admin socket does not stop", e);
        }
    }
}
