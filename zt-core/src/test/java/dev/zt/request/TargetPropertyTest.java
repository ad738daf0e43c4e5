package dev.zt.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The canonical form of a path is read as what was written, and writing it again changes nothing. */
class TargetPropertyTest {
    @Provide
    Arbitrary<List<String>> segments() {
        return Arbitraries.strings()
                .withChars("ab.~ ?#\u00e9\u20ac+@:!")
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(segment -> !segment.equals(".") && !segment.equals(".."))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Property
    void canonicalForm_isIdempotent(@ForAll("segments") List<String> segments) {
        String canonical = NaiveTarget.canonical(segments);
        Target target = Target.parse(canonical).orElseThrow();

        assertThat(target.segments()).isEqualTo(segments);
        assertThat(NaiveTarget.canonical(target.segments())).isEqualTo(canonical);
        assertThat(NaiveTarget.read(canonical)).contains(segments);
    }
}
