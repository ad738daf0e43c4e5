package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.WatchedFile;
import dev.zt.config.WatchedFile.Presence;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.PrivateJwk;
import dev.zt.tls.X509Svid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The certificate that may stand beside a token: {@code svid.pem}, the leaf and what leads from it to the trust domain's
 * CA, and {@code svid-key.pem}, its key in PKCS#8 of mode 0600, unless it has the token's key.
 *
 * @param chain everybody may read it, as every peer does
 */
record SvidFiles(WatchedFile chain, WatchedFile key) {
    static SvidFiles in(Path directory) {
        return new SvidFiles(
                new WatchedFile(directory.resolve("svid.pem"), FileAccess.TRUSTED, Presence.OPTIONAL),
                new WatchedFile(directory.resolve("svid-key.pem"), FileAccess.PRIVATE, Presence.OPTIONAL));
    }

    /**
     * Makes the certificate of the files' contents; empty if both are missing.
     *
     * @throws ConfigurationException if they do not belong together, or not to the workload
     */
    Optional<X509Svid> read(byte[] chainContent, byte[] keyContent, WorkloadId workload, PrivateJwk tokenKey) {
        if (chainContent.length == 0 && keyContent.length == 0) {
            return Optional.empty();
        }
        if (chainContent.length == 0) {
            throw new ConfigurationException(place(chain), "no such file, but there is a key for it");
        }
        X509Svid svid = pair(text(chainContent), keyContent, tokenKey);
        if (!svid.id().equals(workload)) {
            throw new ConfigurationException(
                    place(chain), "the certificate is for " + svid.id() + ", but the token is for " + workload);
        }
        return Optional.of(svid);
    }

    private X509Svid pair(String certificates, byte[] keyContent, PrivateJwk tokenKey) {
        try {
            return keyContent.length == 0
                    ? X509Svid.ofPem(certificates, tokenKey.toPlatformKey())
                    : X509Svid.ofPem(certificates, text(keyContent));
        } catch (IllegalArgumentException e) {
            // Tools that write both may call the key otherwise.
            String hint = keyContent.length == 0 ? " (there is no " + key.path().getFileName() + ")" : "";
            throw new ConfigurationException(place(chain), e.getMessage() + hint);
        }
    }

    private static Place place(WatchedFile file) {
        return Place.of(file.path().toString());
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
