package dev.zt.samples.demo;

import dev.zt.authority.Authority;
import dev.zt.authority.AuthoritySettings;
import java.io.OutputStream;
import java.nio.file.Path;

/** The authority in a JVM of its own, as 'zt authority' would run it, but for ending with its standard input. */
final class AuthorityProgram {
    private AuthorityProgram() {}

    public static void main(String[] args) throws Exception {
        AuthoritySettings settings = AuthoritySettings.read(Path.of(System.getenv("AUTHORITY_CONFIG")));
        try (Authority authority = Authority.start(settings)) {
            System.out.println("port " + authority.port());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
