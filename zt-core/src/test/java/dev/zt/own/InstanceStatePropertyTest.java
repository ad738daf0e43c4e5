package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zt.config.ConfigurationException;
import dev.zt.identity.WorkloadId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class InstanceStatePropertyTest {
    private static final URI URL = URI.create("https://authority.internal");
    private static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");
    private static final InstanceKeys KEYS = InstanceKeys.generate();
    private static final InstanceKeys SUCCESSOR = InstanceKeys.generate();
    private static final byte[] WRITTEN = InstanceState.of(
                    URL, ORDERS, "hash", new InstanceState.Held(KEYS, "a.b.c", "i-1", List.of(new byte[] {1, 2, 3})))
            .with(new InstanceState.Next(SUCCESSOR, ""))
            .toSecretJson()
            .getBytes(StandardCharsets.UTF_8);

    private static InstanceState parse(byte[] content) {
        return InstanceState.parse("state", content);
    }

    private static void assertReadsBack(InstanceState state) {
        String written = state.toSecretJson();

        assertThat(parse(written.getBytes(StandardCharsets.UTF_8)).toSecretJson())
                .isEqualTo(written);
    }

    @Property
    void reads_whatItWrote(
            @ForAll @StringLength(max = 30) String join,
            @ForAll @StringLength(max = 30) String wit,
            @ForAll @StringLength(max = 30) String instance,
            @ForAll @Size(max = 4) List<@Size(max = 40) byte[]> certificate,
            @ForAll boolean renewing) {
        InstanceState held = InstanceState.of(
                URL,
                ORDERS,
                encodable(join),
                new InstanceState.Held(KEYS, encodable(wit), encodable(instance), certificate));
        InstanceState.Next next = new InstanceState.Next(SUCCESSOR, encodable(join));

        assertReadsBack(renewing ? held.with(next) : held);
        assertReadsBack(InstanceState.joining(URL, ORDERS, next));
    }

    // Half a surrogate pair has no encoding in UTF-8.
    private static String encodable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    // A changed letter can make another good state; then nothing is lost by writing and reading it again.
    @Property(tries = 2000)
    void fails_onlyAsAConfiguration_whereAByteChanged(@ForAll @IntRange(max = 5000) int position, @ForAll byte octet) {
        byte[] changed = WRITTEN.clone();
        changed[position % changed.length] = octet;
        try {
            assertReadsBack(parse(changed));
        } catch (ConfigurationException e) {
            assertThat(e).hasMessageContaining("join anew");
        }
    }

    @Property
    void refuses_whateverIsCutOff(@ForAll @IntRange(max = 5000) int length) {
        byte[] part = Arrays.copyOf(WRITTEN, length % WRITTEN.length);

        assertThat(catchThrowable(() -> parse(part))).isInstanceOf(ConfigurationException.class);
    }

    @Property
    void refuses_whatSomebodyElseWrote(@ForAll @Size(max = 100) byte[] content) {
        assertThat(catchThrowable(() -> parse(content))).isInstanceOf(ConfigurationException.class);
    }
}
