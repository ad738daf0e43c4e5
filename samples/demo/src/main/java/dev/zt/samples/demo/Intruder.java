package dev.zt.samples.demo;

import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A service that somebody has taken over. Each line on its standard input is an order, each line on its standard
 * output the status that it was answered with:
 *
 * <ul>
 *   <li>{@code send PORT BASE64} writes these octets, so that a hostile path or a repeated header travels unchanged;
 *   <li>{@code call METHOD ORIGIN PATH AUDIENCE} calls with its own genuine identity.
 * </ul>
 */
final class Intruder {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final ServiceIdentity own;

    private Intruder(ServiceIdentity own) {
        this.own = own;
    }

    public static void main(String[] args) throws Exception {
        Intruder intruder = new Intruder(ServiceIdentity.fromEnvironment());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(intruder.obey(order.split(" ", -1)));
        }
        intruder.own.close();
    }

    private int obey(String[] order) throws IOException, InterruptedException {
        return order[0].equals("send")
                ? send(Integer.parseInt(order[1]), Base64.getDecoder().decode(order[2]))
                : call(order[1], order[2], order[3], order[4]);
    }

    private static int send(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            byte[] answer = socket.getInputStream().readAllBytes();
            String statusLine = new String(answer, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElseThrow(() -> new IOException("no answer"));
            return Integer.parseInt(statusLine.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }

    private int call(String method, String origin, String path, String audience)
            throws IOException, InterruptedException {
        HttpClient proving = OutboundAuth.of(own)
                .allowLoopbackHttp()
                .to(Destination.of(origin).audience(audience))
                .wrap(HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build());
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return proving.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
