package dev.zt.testkit;

import dev.zt.config.PrivateFile;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract for a file that is looked at again and again. */
abstract class KeysInFilesContract extends FetchedKeySourceContract {
    @TempDir
    Path directory;

    private TrustedKeys keys;

    /** What stands in the file now. */
    abstract String document();

    abstract TrustedKeys.Builder trusting(TrustedKeys.Builder nobody, Path file);

    private Path file() {
        return directory.resolve("keys.json");
    }

    @Override
    protected BundleSource open() throws IOException {
        write();
        keys = trusting(TrustedKeys.builder(SignatureProvider.bouncyCastle(), clock), file())
                .build();
        return keys;
    }

    private void write() throws IOException {
        PrivateFile.replace(file(), document().getBytes(StandardCharsets.UTF_8));
    }

    // A file counts once it looks the same twice.
    private void look() {
        keys.refresh();
        keys.refresh();
    }

    @Override
    protected void publish() throws IOException {
        write();
        look();
    }

    @Override
    protected void away(boolean now) throws IOException {
        if (now) {
            Files.delete(file());
            look();
        } else {
            publish();
        }
    }
}
