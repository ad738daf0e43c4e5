package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the bytes: a refusal, or a digest that says the same when it is written again. */
class ContentDigestFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    @FuzzTest
    void reads_whatItWouldWrite(byte[] bytes) {
        TALLY.run(bytes, text -> {
            if (ContentDigest.read(FuzzTally.lines(text)) instanceof ContentDigest.Reading.Stated stated) {
                String written = stated.digest().text();
                assertThat(ContentDigest.read(List.of(written)))
                        .isInstanceOfSatisfying(
                                ContentDigest.Reading.Stated.class,
                                again -> assertThat(again.digest().text()).isEqualTo(written));
            }
        });
    }
}
