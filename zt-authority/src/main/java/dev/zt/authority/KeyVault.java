package dev.zt.authority;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.PrivateFile;
import dev.zt.jose.Base64Url;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Set;

/**
 * The authority's private keys, in a PKCS#12 file of mode 0600 whose password stands in a file of its own. The file is
 * replaced as a whole. Used under the lock of the {@link KeyRing}.
 */
final class KeyVault {
    private static final int MAX_BYTES = 1 << 20;
    private static final int PASSWORD_BYTES = 32;
    private static final int LEAST_PASSWORD = 16;

    private final Path file;
    private final char[] password;
    private final KeyStore store;
    private boolean unwritten;

    private KeyVault(Path file, char[] password, KeyStore store) {
        this.file = file;
        this.password = password;
        this.store = store;
    }

    /** A key with the certificate that the vault keeps beside it. */
    record Entry(PrivateKey key, X509Certificate certificate) {
        @Override
        public String toString() {
            return "Entry[...]";
        }
    }

    /**
     * Opens the vault, making it if it is not there, and its password too unless the settings name a file for it.
     *
     * @throws ConfigurationException if one of the two is missing, open to others, or does not fit the other
     */
    static KeyVault open(AuthoritySettings settings) {
        Path file = settings.directory().resolve("keys.p12");
        Path own = settings.directory().resolve("keystore.password");
        Path passwordFile = settings.passwordFile().orElse(own);
        try {
            if (passwordFile.equals(own) && !Files.exists(file) && !Files.exists(own)) {
                byte[] secret = new byte[PASSWORD_BYTES];
                new SecureRandom().nextBytes(secret);
                PrivateFile.replace(passwordFile, Base64Url.encodeToBytes(secret));
            }
            char[] password = password(passwordFile);
            KeyStore store = KeyStore.getInstance("PKCS12");
            if (Files.exists(file)) {
                store.load(new ByteArrayInputStream(FileAccess.PRIVATE.read(file, MAX_BYTES)), password);
            } else {
                store.load(null, password);
            }
            return new KeyVault(file, password, store);
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigurationException(
                    Place.of(file.toString()),
                    "cannot be opened with the password in " + passwordFile
                            + "; put the right one there, or a backup of both");
        }
    }

    private static char[] password(Path file) {
        byte[] content = FileAccess.PRIVATE.read(file, 1024);
        String password = new String(content, StandardCharsets.UTF_8).strip();
        if (password.length() < LEAST_PASSWORD) {
            throw new ConfigurationException(
                    Place.of(file.toString()), "holds no password of at least " + LEAST_PASSWORD + " characters");
        }
        return password.toCharArray();
    }

    static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform cannot make a key on P-256", e);
        }
    }

    boolean holds(String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    /**
     * A key.
     *
     * @throws ConfigurationException if the vault does not hold it
     */
    Entry entry(String alias) {
        try {
            if (store.getKey(alias, password) instanceof PrivateKey key
                    && store.getCertificate(alias) instanceof X509Certificate certificate) {
                return new Entry(key, certificate);
            }
            throw new ConfigurationException(
                    Place.of(file.toString()),
                    "lacks the key '" + alias + "' that the state file speaks of; the two are not of one backup");
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    /** Keeps a key; it is on the disk when this returns. */
    void put(String alias, PrivateKey key, X509Certificate certificate) throws IOException {
        try {
            store.setKeyEntry(alias, key, password, new Certificate[] {certificate});
            write();
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    /** Forgets every key but these; whatever could not be written before is written now. */
    void keepOnly(Set<String> aliases) throws IOException {
        try {
            for (String alias : java.util.Collections.list(store.aliases())) {
                if (!aliases.contains(alias)) {
                    store.deleteEntry(alias);
                    unwritten = true;
                }
            }
            if (unwritten) {
                write();
            }
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    private void write() throws IOException, GeneralSecurityException {
        unwritten = true;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        store.store(content, password);
        byte[] bytes = content.toByteArray();
        PrivateFile.replace(file, bytes);
        unwritten = false;
        Arrays.fill(bytes, (byte) 0);
    }

    private static IllegalStateException unusable(GeneralSecurityException e) {
        return new IllegalStateException("the key store cannot be used", e);
    }
}
