package dev.zt.request;

import dev.zt.jose.Sha256;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a hop that ends TLS says which certificate the client showed there. Believed of configured hops alone, each of which
 * must remove the field from what clients send. Whatever cannot be read, stands twice or says more than one client is
 * refused: it says that there is a certificate, and not whose.
 */
public enum ForwardedCertificates {
    /** Not at all. */
    IGNORE {
        @Override
        List<byte[]> encoded(Headers headers) {
            return List.of();
        }
    },
    /** {@code Client-Cert} and {@code Client-Cert-Chain} (RFC 9440 §2). */
    CLIENT_CERT {
        @Override
        List<byte[]> encoded(Headers headers) {
            List<String> own = headers.values("Client-Cert");
            if (own.isEmpty()) {
                return List.of();
            }
            requireOne(own);
            List<String> all = new ArrayList<>(own);
            headers.values("Client-Cert-Chain").forEach(line -> all.addAll(List.of(line.split(",", -1))));
            return all.stream()
                    .map(String::strip)
                    .map(ForwardedCertificates::byteSequence)
                    .toList();
        }
    },
    /**
     * {@code X-Forwarded-Client-Cert} as Envoy writes it: one element, with {@code Hash} and with {@code Chain} or
     * {@code Cert} in it.
     */
    X_FORWARDED_CLIENT_CERT {
        @Override
        List<byte[]> encoded(Headers headers) {
            List<String> lines = headers.values("X-Forwarded-Client-Cert");
            if (lines.isEmpty()) {
                return List.of();
            }
            requireOne(lines);
            return element(lines.get(0));
        }
    };

    private static final int MOST = 11;
    private static final int LONGEST = 32 << 10;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----\\s*");
    // A quoted value, in which a subject may have escapes, or one without the marks that end it.
    private static final Pattern PAIR =
            Pattern.compile("([A-Za-z]+)=(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\",;=]*))(;|$)");
    private static final Set<String> OF_THE_HOP = Set.of("hash", "cert", "chain");

    abstract List<byte[]> encoded(Headers headers);

    /**
     * The certificates of the client, its own first; empty if the hop names none.
     *
     * @throws UnreadableCertificateException if it names what cannot be read, or in more than one way
     */
    public List<X509Certificate> read(Headers headers) {
        try {
            List<byte[]> encoded = encoded(headers);
            if (encoded.size() > MOST) {
                throw unreadable("too many certificates");
            }
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (byte[] der : encoded) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
            return List.copyOf(chain);
        } catch (CertificateException | IllegalArgumentException e) {
            throw unreadable("no certificate");
        }
    }

    private static void requireOne(List<String> lines) {
        if (lines.size() != 1) {
            throw unreadable("two fields");
        }
    }

    // Without the text or its parser's words, which are the client's.
    private static UnreadableCertificateException unreadable(String why) {
        return new UnreadableCertificateException("zt: the hop names a client certificate that cannot be read: " + why);
    }

    // RFC 8941 §3.3.5.
    private static byte[] byteSequence(String item) {
        if (item.length() < 2 || item.length() > LONGEST || !item.startsWith(":") || !item.endsWith(":")) {
            throw new IllegalArgumentException("no byte sequence");
        }
        return Base64.getDecoder().decode(item.substring(1, item.length() - 1));
    }

    // Envoy writes the names of the client's certificate as they are, so what looks like a pair may be the client's
    // words.
    // The hash stands before all of those, and binds whatever else is believed.
    private static List<byte[]> element(String line) {
        if (line.length() > LONGEST) {
            throw unreadable("too long");
        }
        Map<String, String> said = new HashMap<>();
        Matcher pair = PAIR.matcher(line);
        int at = 0;
        for (; pair.find() && pair.start() == at; at = pair.end()) {
            String key = pair.group(1).toLowerCase(Locale.ROOT);
            String value = pair.group(2) == null ? pair.group(3) : pair.group(2);
            if (OF_THE_HOP.contains(key) && said.putIfAbsent(key, value) != null) {
                throw unreadable("twice the same");
            }
        }
        // A comma begins the next element: what an earlier hop, or the client itself, wrote.
        if (at != line.length() || !said.containsKey("hash")) {
            throw unreadable("not one element with a hash");
        }
        List<byte[]> certificates = pem(said.getOrDefault("chain", said.getOrDefault("cert", "")));
        if (certificates.isEmpty() || !isHash(said.get("hash"), certificates.get(0))) {
            throw unreadable("not the one of the hash");
        }
        return certificates;
    }

    private static boolean isHash(@Nullable String hex, byte[] certificate) {
        return HexFormat.of().formatHex(Sha256.of(certificate)).equalsIgnoreCase(hex);
    }

    private static List<byte[]> pem(String escaped) {
        // A plus is a digit of Base64 here, and no space.
        String text = URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.US_ASCII);
        List<byte[]> certificates = new ArrayList<>();
        Matcher block = PEM.matcher(text);
        int at = 0;
        for (; block.find() && block.start() == at; at = block.end()) {
            certificates.add(Base64.getDecoder().decode(block.group(1).replaceAll("\\s", "")));
        }
        return at == text.length() ? certificates : List.of();
    }
}
