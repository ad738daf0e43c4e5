package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.enrolment.TaggedText;
import dev.zt.jose.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authority whose files cannot grow any more, as on a full disk: the system refuses every write past a size. */
class FullDiskTest {
    private static final Path SHELL = Path.of("/bin/bash");
    private static final Path LIMITS = Path.of("/usr/bin/prlimit");
    private static final List<String> LIMITED =
            List.of(SHELL.toString(), "-c", "ulimit -S -f 700 && exec \"$@\"", "limited");

    @TempDir
    Path base;

    private static void raiseLimit(long pid) throws IOException, InterruptedException {
        Process raising = new ProcessBuilder(LIMITS.toString(), "--fsize=unlimited:", "--pid", Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(raising.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(raising.exitValue()).isZero();
    }

    @Test
    void issuesNothing_thatItCannotRecord_andServesOn_andRecoversByItself() throws Exception {
        assumeTrue(Files.isExecutable(SHELL) && Files.isExecutable(LIMITS), "needs bash and prlimit");
        try (Forked authority = Forked.start(base.resolve("authority"), "", LIMITED)) {
            authority.tell("add orders");
            JoinFile join = authority.join(base.resolve("join"));
            SigningKey key = Town.newKey();
            assertThat(authority.tell("fill")).isEqualTo("full");

            assertThat(authority.enrol(join, key))
                    .isEqualTo(new Reply.Refused<Issued>("authority-unavailable", Optional.of(Duration.ofSeconds(1))));
            assertThat(authority.client(join).status(null)).isInstanceOf(Reply.Given.class);
            assertThat(authority.client(join).bundle()).isInstanceOf(Reply.Given.class);

            raiseLimit(authority.pid());
            Issued issued = ((Reply.Given<Issued>) authority.enrol(join, key)).value();
            assertThat(authority.instances()).containsExactly(issued.instance() + ":active:0");
        }
    }

    @Tag("thorough")
    @Test
    void signsTheStatusOn_whileItCanRecordNothing() throws Exception {
        assumeTrue(Files.isExecutable(SHELL) && Files.isExecutable(LIMITS), "needs bash and prlimit");
        try (Forked authority = Forked.start(base.resolve("authority"), "", LIMITED)) {
            authority.tell("add orders");
            JoinFile join = authority.join(base.resolve("join"));
            assertThat(authority.tell("fill")).isEqualTo("full");
            Reply.Given<TaggedText> first =
                    (Reply.Given<TaggedText>) authority.client(join).status(null);

            Reply<TaggedText> later =
                    authority.client(join).status(first.value().tag().orElseThrow());
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (later instanceof Reply.Unchanged && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(200);
                later = authority.client(join).status(first.value().tag().orElseThrow());
            }

            assertThat(later).isInstanceOf(Reply.Given.class);
        }
    }
}
