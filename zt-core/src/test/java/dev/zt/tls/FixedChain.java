package dev.zt.tls;

import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * A chain that was issued once, for the workload {@code orders} from the root below an intermediate, and is valid on
 * 2026-03-01; the keys were thrown away. Written down, so that each place in it stays where it is.
 */
final class FixedChain {
    static final byte[] LEAF =
            der("MIIB3jCCAYSgAwIBAgIBEzAKBggqhkjOPQQDAjAuMRUwEwYDVQQKDAxzaG9wLmV4YW1wbGUxFTATBgNVBAsMDGludGVybWVk"
                    + "aWF0ZTAeFw0yNjAyMjgxMjAwMDBaFw0yNjAzMDIxMjAwMDBaMBcxFTATBgNVBAoMDHNob3AuZXhhbXBsZTBZMBMGByqGSM49"
                    + "AgEGCCqGSM49AwEHA0IABGoelgTY+3UvFdEXao+oob7qiTpI6h9324+rogZI+4kdCUc6rRobhJNu/fHnZ7x2myrDXB7cvVLF"
                    + "08eUJi6gj2ujgakwgaYwDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwHQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUF"
                    + "BwMCMCcGA1UdEQQgMB6GHHNwaWZmZTovL3Nob3AuZXhhbXBsZS9vcmRlcnMwHQYDVR0OBBYEFAEHH5zUjxzgsNT3Pb1920dA"
                    + "cgUlMB8GA1UdIwQYMBaAFBJIsw8kVoOy92VL2qjzjQy7GcdsMAoGCCqGSM49BAMCA0gAMEUCIQCflfmK76ZTdj0jeyk0IWlt"
                    + "5FBBf0Oz4L6PXusfQbD4DAIgX6GuPh6yUgvTHGZCtCF7husWxF6dqqo8yDFaEOd99RI=");
    static final byte[] INTERMEDIATE =
            der("MIIBzjCCAXOgAwIBAgIBEjAKBggqhkjOPQQDAjAmMRUwEwYDVQQKDAxzaG9wLmV4YW1wbGUxDTALBgNVBAsMBHJvb3QwHhcN"
                    + "MjYwMjI4MTIwMDAwWhcNMjYwMzAyMTIwMDAwWjAuMRUwEwYDVQQKDAxzaG9wLmV4YW1wbGUxFTATBgNVBAsMDGludGVybWVk"
                    + "aWF0ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNbvsM3KdlDOejcfbPkLZ4uvphcAOcpUSSMotJOTiK96i0+DA23DtvoO"
                    + "a03Bv2UU355xgirezhwnRST1XG5S6MijgYkwgYYwEgYDVR0TAQH/BAgwBgEB/wIBADAOBgNVHQ8BAf8EBAMCAgQwIAYDVR0R"
                    + "BBkwF4YVc3BpZmZlOi8vc2hvcC5leGFtcGxlMB0GA1UdDgQWBBQSSLMPJFaDsvdlS9qo840MuxnHbDAfBgNVHSMEGDAWgBR4"
                    + "dgP1//Pp9N7HWLqNmFBNumryljAKBggqhkjOPQQDAgNJADBGAiEAmltsMLGbl6AxrxHXL8t7jLSi+MhxuxE6a90xOw+veJoC"
                    + "IQCTwGSzYE3mZN24UAfcDfjrryDnaTBzm4xt/VilCVr54g==");
    private static final String ROOT =
            "MIIBnzCCAUWgAwIBAgIBETAKBggqhkjOPQQDAjAmMRUwEwYDVQQKDAxzaG9wLmV4YW1wbGUxDTALBgNVBAsMBHJvb3QwHhcN"
                    + "MjYwMjI4MTIwMDAwWhcNMjYwMzAyMTIwMDAwWjAmMRUwEwYDVQQKDAxzaG9wLmV4YW1wbGUxDTALBgNVBAsMBHJvb3QwWTAT"
                    + "BgcqhkjOPQIBBggqhkjOPQMBBwNCAAT4q+eFddpvTlX+t6XaJQud4/Gj4AJaOT8O1LOojMa1max07b6o0wKhpCHHMIJ9EsgA"
                    + "4ZnoylesC6sleOf91z9vo2QwYjAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAgBgNVHREEGTAXhhVzcGlmZmU6"
                    + "Ly9zaG9wLmV4YW1wbGUwHQYDVR0OBBYEFHh2A/X/8+n03sdYuo2YUE26avKWMAoGCCqGSM49BAMCA0gAMEUCIQCGjnLb56jI"
                    + "qYLmvLOFGj7RRwZG4YY2pp+tV4kp71FRPQIgLw68FyhMn+9tYQgtQIIayIqDIIBrtr8raHjihTd99x8=";

    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();
    private static final TrustBundle BUNDLE = bundle();

    private FixedChain() {}

    private static byte[] der(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static TrustBundle bundle() {
        String document = "{\"keys\":[{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + ROOT + "\"]}]}";
        return TrustBundle.read(
                TrustDomain.of("shop.example"), "test", document.getBytes(StandardCharsets.UTF_8), SIGNATURES);
    }

    /** A verifier that remembers nothing yet. */
    static X509SvidVerifier verifier() {
        return new X509SvidVerifier(
                domain -> domain.equals(BUNDLE.issuer())
                        ? new BundleLookup.Found(BUNDLE, 1)
                        : new BundleLookup.NotTrusted(),
                SIGNATURES,
                () -> Instant.parse("2026-03-01T12:00:00Z"));
    }
}
