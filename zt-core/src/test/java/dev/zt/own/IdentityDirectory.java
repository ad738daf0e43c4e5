package dev.zt.own;

import dev.zt.keys.SignatureProvider;
import dev.zt.tls.SvidAuthority;
import dev.zt.tls.SvidDraft;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/** The files of one workload, written as an operator's tool would write them. */
final class IdentityDirectory {
    final Path path;
    final String id;
    private final SvidAuthority authority;
    private final Forge forge = new Forge();

    IdentityDirectory(Path path, String id, SvidAuthority authority) throws IOException {
        this.path = Files.createDirectories(path);
        this.id = id;
        this.authority = authority;
        write("key.jwk", forge.holder.toJSONString());
        writeToken(Forge.NOW + 3600);
    }

    void writeToken(long expiry) throws IOException {
        write(
                "wit.jwt",
                forge.wit(Forge.with(
                        Forge.with(forge.witClaims(), "sub", "\"" + id + "\""), "exp", Long.toString(expiry))));
    }

    void write(String name, String content) throws IOException {
        Path file = Files.writeString(path.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    void writeBundle() throws Exception {
        write(
                "bundle.json",
                "{\"keys\":[{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + base64(authority.certificate())
                        + "\"]}]}");
    }

    /** A certificate for the workload with a key of its own. */
    X509Certificate writeSvid() throws Exception {
        SvidDraft draft = draft();
        write("svid-key.pem", pem(draft.key.getPrivate()));
        return writeSvid(draft);
    }

    X509Certificate writeSvid(SvidDraft draft) throws Exception {
        X509Certificate leaf = draft.build();
        write("svid.pem", pem(leaf));
        return leaf;
    }

    SvidDraft draft() {
        SvidDraft draft = authority.draft();
        draft.uris = List.of(id);
        return draft;
    }

    /** A certificate of the key that the token confirms. */
    SvidDraft draftOfTokenKey() throws Exception {
        SvidDraft draft = draft();
        draft.key = forge.holder.toKeyPair();
        return draft;
    }

    FileIdentitySource open(InstantSource clock) {
        return new FileIdentitySource(path, SignatureProvider.bouncyCastle(), clock);
    }

    static String pem(X509Certificate certificate) throws Exception {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    static String pem(PrivateKey key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static String base64(X509Certificate certificate) throws Exception {
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }
}
