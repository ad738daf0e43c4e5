package dev.zt.samples.demo;

import dev.zt.config.Settings;
import dev.zt.identity.WorkloadId;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A service that somebody has taken over, with the files of other instances in reach. Each line on its standard input is
 * an order, each line on its standard output what came of it:
 *
 * <ul>
 *   <li>{@code send PORT BASE64} writes these octets over TLS, so that a hostile path or a repeated header travels
 *       unchanged, and answers the status;
 *   <li>{@code call NAME METHOD ORIGIN PATH AUDIENCE CALLEE} calls with the genuine identity of an instance whose files it
 *       has, and answers the status;
 *   <li>{@code forget NAME} closes such an identity;
 *   <li>{@code lurk PORT} listens there with its own certificate;
 *   <li>{@code heard} answers how many connections came there, and how many octets it could read from them.
 * </ul>
 */
final class Intruder {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Path identities;
    private final Map<String, ServiceIdentity> taken = new HashMap<>();
    private final Map<String, HttpClient> clients = new HashMap<>();
    private Optional<Lurker> lurker = Optional.empty();

    private Intruder(Path identities) {
        this.identities = identities;
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(System.getenv("ZT_CONFIG")).resolveSibling("");
        Intruder intruder = new Intruder(home.resolveSibling(""));
        intruder.identity(Fleet.INTRUDER);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(intruder.obey(order.split(" ", -1)));
        }
        intruder.taken.values().forEach(ServiceIdentity::close);
    }

    private String obey(String[] order) throws IOException, InterruptedException, GeneralSecurityException {
        return switch (order[0]) {
            case "send" ->
                Integer.toString(
                        send(Integer.parseInt(order[1]), Base64.getDecoder().decode(order[2])));
            case "call" -> Integer.toString(call(order));
            case "forget" -> {
                forget(order[1]);
                yield "forgotten";
            }
            case "lurk" -> {
                lurker = Optional.of(Lurker.at(Integer.parseInt(order[1]), identity(Fleet.INTRUDER)));
                yield "lurking";
            }
            case "heard" -> lurker.map(Lurker::heard).orElse("nothing");
            default -> throw new IllegalArgumentException(order[0]);
        };
    }

    /** The identity of an instance whose files are here. */
    private ServiceIdentity identity(String name) {
        return taken.computeIfAbsent(name, unused -> {
            String file = identities.resolve(name).resolve("zt.yaml").toString();
            return ServiceIdentity.from(Settings.read(Map.of("ZT_CONFIG", file), identities));
        });
    }

    private static int send(int port, byte[] request) throws IOException, GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(null, Gullible.MANAGERS, null);
        try (SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getByAddress(LOOPBACK), port)) {
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

    private HttpClient client(String[] order) {
        Destination destination = Destination.of(order[3]).audience(order[5]).answeredBy(WorkloadId.of(order[6]));
        return OutboundAuth.of(identity(order[1])).to(destination).newHttpClient();
    }

    private void forget(String name) {
        clients.keySet().removeIf(key -> key.startsWith(name + " "));
        ServiceIdentity gone = taken.remove(name);
        if (gone != null) {
            gone.close();
        }
    }

    private int call(String[] order) throws IOException, InterruptedException {
        HttpClient proving = clients.computeIfAbsent(order[1] + " " + order[3], unused -> client(order));
        HttpRequest request = HttpRequest.newBuilder(URI.create(order[3] + order[4]))
                .method(order[2], HttpRequest.BodyPublishers.noBody())
                .build();
        return proving.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
