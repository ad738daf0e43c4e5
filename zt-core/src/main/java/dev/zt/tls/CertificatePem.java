package dev.zt.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates as text (RFC 7468 §5), no more of them than a peer would look at. */
final class CertificatePem {
    // What that many bytes take as text, with as much again for line ends and labels.
    private static final int MAX_LENGTH = 2 * X509SvidVerifier.MAX_BYTES;
    private static final Pattern BLOCK =
            Pattern.compile("\\s*+-----BEGIN CERTIFICATE-----\\s([A-Za-z0-9+/=\\s]++)-----END CERTIFICATE-----\\s*+");

    private CertificatePem() {}

    /**
     * The DER of each block, in their order.
     *
     * @throws IllegalArgumentException if there is anything else, such as a key or words around the blocks, or too much
     */
    static List<byte[]> decode(String pem) {
        if (pem.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the certificates are larger than any peer takes");
        }
        List<byte[]> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(pem);
        int bytes = 0;
        while (block.regionStart() < pem.length()) {
            if (!block.lookingAt()) {
                throw new IllegalArgumentException("not PEM with certificates alone");
            }
            // Refuses bad digits by the same exception.
            byte[] der = Base64.getDecoder().decode(block.group(1).replaceAll("\\s", ""));
            blocks.add(der);
            bytes += der.length;
            if (blocks.size() > X509SvidVerifier.MAX_CHAIN || bytes > X509SvidVerifier.MAX_BYTES) {
                throw new IllegalArgumentException("the certificates are more than any peer takes");
            }
            block.region(block.end(), pem.length());
        }
        return blocks;
    }
}
