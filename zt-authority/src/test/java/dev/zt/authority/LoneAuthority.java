package dev.zt.authority;

import dev.zt.audit.AuditSink;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * An authority in a process of its own, to be killed. Obeys lines on its standard input, and stands still for ever at a
 * step that its first argument may name: a method that reads the clock, such as {@code Issuing.enrol}, or the reason of an
 * audit event, which is recorded when the state is and before anybody is answered.
 */
final class LoneAuthority {
    static final URI URL = URI.create("https://authority.internal");

    private LoneAuthority() {}

    public static void main(String[] args) throws Exception {
        String step = args[1];
        AuditSink sink = event -> standStill(event.reason().equals(step));
        InstantSource clock = () -> {
            standStill(step.contains(".") && isRunning(step));
            return Instant.now();
        };
        AuthoritySettings settings = AuthoritySettings.builder(Path.of(args[0]), Town.DOMAIN)
                .listen("127.0.0.1", 0)
                .url(URL)
                .limits(10_000, 10_000)
                .audit(sink)
                .clock(clock)
                .build();
        try (Authority authority = Authority.start(settings)) {
            System.out.println("port " + authority.port());
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(obey(authority.administration(), order.split(" ", -1)));
            }
        }
    }

    private static String obey(Administration administration, String[] order) {
        return switch (order[0]) {
            case "add" -> administration.addWorkload(order[1]).name();
            case "join" -> administration.join(order[1], Duration.ofMinutes(10)).toSecretJson();
            case "instances" ->
                administration.instances().stream()
                        .map(instance -> instance.id() + ":" + instance.state() + ":" + instance.renewals())
                        .collect(Collectors.joining(" "));
            case "revoke" -> {
                administration.revokeInstance(order[1], "test");
                yield "revoked";
            }
            case "revoked" ->
                administration.revocations().stream()
                        .map(RevocationEntry::subject)
                        .collect(Collectors.joining(" "));
            case "fill" -> fill(administration);
            default -> throw new IllegalArgumentException(order[0]);
        };
    }

    // Until the disk has no more room for it.
    private static String fill(Administration administration) {
        for (int i = 0; i < 10_000; i++) {
            try {
                administration.join("orders", Duration.ofMinutes(10));
            } catch (IllegalStateException e) {
                return "full";
            }
        }
        return "endless";
    }

    private static boolean isRunning(String step) {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> {
                    String name = frame.getClassName();
                    return step.equals(name.substring(name.lastIndexOf('.') + 1) + "." + frame.getMethodName());
                }));
    }

    private static void standStill(boolean here) {
        if (here) {
            System.out.println("standing still");
            while (true) {
                LockSupport.park();
            }
        }
    }
}
