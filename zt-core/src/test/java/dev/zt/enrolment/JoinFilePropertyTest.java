package dev.zt.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zt.config.ConfigurationException;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class JoinFilePropertyTest {
    private static final byte[] WRITTEN = JoinFile.of(
                    URI.create("https://authority.internal:8443"),
                    WorkloadId.of("spiffe://shop.example/orders"),
                    hash(1),
                    hash(2),
                    hash(3),
                    Instant.ofEpochSecond(1_800_000_000))
            .toSecretJson()
            .getBytes(StandardCharsets.UTF_8);

    private static String hash(int seed) {
        return Base64Url.encode(Sha256.of(new byte[] {(byte) seed}));
    }

    @Property
    void reads_whatItWrote(
            @ForAll @LowerChars @StringLength(min = 1, max = 20) String host,
            @ForAll @IntRange(min = 1, max = 65_535) int port,
            @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 40) String path,
            @ForAll @Size(32) byte[] hash,
            @ForAll @LongRange(min = 1, max = 253_402_300_799L) long expiry) {
        String text = Base64Url.encode(hash);
        JoinFile file = JoinFile.of(
                URI.create("https://" + host + ":" + port),
                WorkloadId.of("spiffe://" + host + "/" + path),
                text,
                text,
                text,
                Instant.ofEpochSecond(expiry));

        assertThat(assertReadsBack(file))
                .extracting(JoinFile::url, JoinFile::workload, JoinFile::bundleHash, JoinFile::token, JoinFile::expiry)
                .containsExactly(file.url(), file.workload(), text, text, file.expiry());
    }

    private static JoinFile assertReadsBack(JoinFile file) {
        String written = file.toSecretJson();
        JoinFile read = JoinFile.parse("join", written.getBytes(StandardCharsets.UTF_8));

        assertThat(read.toSecretJson()).isEqualTo(written);
        return read;
    }

    // A changed letter can make another good file; then nothing is lost by writing and reading it again.
    @Property(tries = 2000)
    void fails_onlyAsAConfiguration_whereAByteChanged(@ForAll @IntRange(max = 5000) int position, @ForAll byte octet) {
        byte[] changed = WRITTEN.clone();
        changed[position % changed.length] = octet;
        try {
            assertReadsBack(JoinFile.parse("join", changed));
        } catch (ConfigurationException e) {
            assertThat(e).hasMessageNotContaining(hash(3));
        }
    }

    @Property
    void refuses_whateverIsCutOff(@ForAll @IntRange(max = 5000) int length) {
        byte[] part = Arrays.copyOf(WRITTEN, length % WRITTEN.length);

        assertThat(catchThrowable(() -> JoinFile.parse("join", part))).isInstanceOf(ConfigurationException.class);
    }

    @Property
    void refuses_whatSomebodyElseWrote(@ForAll @Size(max = 100) byte[] content) {
        assertThat(catchThrowable(() -> JoinFile.parse("join", content))).isInstanceOf(ConfigurationException.class);
    }
}
