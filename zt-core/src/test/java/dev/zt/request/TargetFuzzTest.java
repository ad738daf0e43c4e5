package dev.zt.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever the path: refused, or read as a second reading does, the same when its canonical form is read again, and not to
 * be normalised by {@link URI}, which decodes it alike.
 */
class TargetFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    @DictionaryEntries({
        "/",
        "//",
        "/.",
        "/..",
        "/..;",
        ";",
        "%2F",
        "%2e",
        "%25",
        "%5c",
        "%3B",
        "%00",
        "%c3%a9",
        "%C0%AF",
        "%e2%80%a8",
        "%ef%bb%bf",
        "\\x5C",
        "?",
        "#",
        "%"
    })
    @FuzzTest
    void reads_inOneWay(byte[] bytes) {
        TALLY.run(bytes, path -> {
            Optional<Target> read = Target.parse(path);

            assertThat(read.map(Target::segments)).isEqualTo(NaiveTarget.read(path));
            read.ifPresent(target -> check(target, path));
        });
    }

    private static void check(Target target, String path) {
        assertThat(target.raw()).isEqualTo(path);
        String canonical = NaiveTarget.canonical(target.segments());
        Target again = Target.parse(canonical).orElseThrow();
        assertThat(again).isEqualTo(target);
        assertThat(NaiveTarget.canonical(again.segments())).isEqualTo(canonical);
        assertThat(target.below("/" + target.segments().get(0)).isPresent())
                .isEqualTo(target.segments().size() > 1);
        try {
            URI uri = new URI("https://orders.internal" + path);
            assertThat(uri.getPath()).isEqualTo(target.decoded());
            assertThat(uri.normalize()).isEqualTo(uri);
        } catch (URISyntaxException e) {
            assertThat(path).as("what URI alone refuses").containsPattern("[\"<>^`{|}\\[\\]]");
        }
    }
}
