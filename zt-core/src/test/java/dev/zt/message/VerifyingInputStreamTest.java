package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingInputStreamTest {
    private static final int WITHHELD = VerifyingInputStream.WITHHELD;

    private static byte[] body(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        return body;
    }

    private static InputStream right(byte[] body) {
        return new VerifyingInputStream(
                new ByteArrayInputStream(body), ContentDigest.of(body).begin());
    }

    private static InputStream wrong(byte[] body) {
        byte[] other = Arrays.copyOf(body, body.length + 1);
        return new VerifyingInputStream(
                new ByteArrayInputStream(body), ContentDigest.of(other).begin());
    }

    private static byte[] drain(InputStream stream, ByteArrayOutputStream seen, int bufferSize) throws IOException {
        byte[] buffer = new byte[bufferSize];
        int count = stream.read(buffer);
        while (count >= 0) {
            seen.write(buffer, 0, count);
            count = stream.read(buffer);
        }
        return seen.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16_384, 16_385, 100_000})
    void hands_outAllOfARightBody(int length) throws IOException {
        byte[] body = body(length);

        assertThat(right(body).readAllBytes()).isEqualTo(body);
        InputStream byByte = right(body);
        for (byte b : body) {
            assertThat(byByte.read()).isEqualTo(b & 0xFF);
        }
        assertThat(byByte.read()).isEqualTo(-1);
        assertThat(byByte.read()).isEqualTo(-1);
    }

    // Case 33.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 100_000})
    void withholds_theEndOfAWrongBody(int length) {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        BodyRefusedException refusal =
                catchThrowableOfType(BodyRefusedException.class, () -> drain(wrong(body(length)), seen, 1000));

        assertThat(refusal.fault()).isEqualTo(MessageFault.DIGEST_WRONG);
        assertThat(seen.size()).isEqualTo(Math.max(0, length - WITHHELD));
    }

    @Test
    void throws_everAfter() throws IOException {
        InputStream stream = wrong(body(10));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(stream::read).isInstanceOf(BodyRefusedException.class);
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(BodyRefusedException.class);
            assertThat(stream.available()).isZero();
        }
        stream.close();
        assertThatThrownBy(stream::read).isInstanceOf(BodyRefusedException.class);
    }

    @Test
    void refuses_aBodyThatWasCutOrLengthened() {
        byte[] body = body(20_000);
        BodyDigest cut = ContentDigest.of(body).begin();
        BodyDigest longer = ContentDigest.of(Arrays.copyOf(body, 19_999)).begin();

        assertThatThrownBy(
                        () -> new VerifyingInputStream(new ByteArrayInputStream(body, 0, 19_999), cut).readAllBytes())
                .isInstanceOf(BodyRefusedException.class);
        assertThatThrownBy(() -> new VerifyingInputStream(new ByteArrayInputStream(body), longer).readAllBytes())
                .isInstanceOf(BodyRefusedException.class);
    }

    @Test
    void keeps_noMoreThanItsWindow() throws IOException {
        byte[] body = body(200_000);
        Trickle source = new Trickle(body, List.of(200_000));
        InputStream stream =
                new VerifyingInputStream(source, ContentDigest.of(body).begin());
        byte[] buffer = new byte[100];

        for (int handed = 100; handed <= 100_000; handed += 100) {
            assertThat(stream.readNBytes(buffer, 0, 100)).isEqualTo(100);
            assertThat(source.taken() - handed).isBetween(WITHHELD, 2 * WITHHELD);
        }
    }

    @Test
    void says_whatIsAvailable_withoutReadingOn() throws IOException {
        InputStream stream = right(body(10));

        assertThat(stream.available()).isZero();
        assertThat(stream.read()).isNotNegative();
        assertThat(stream.available()).isEqualTo(9);
        assertThat(stream.read(new byte[0])).isZero();
        assertThatThrownBy(() -> stream.read(new byte[1], 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void closes_theBody_andReadsNoMore() throws IOException {
        Trickle source = new Trickle(body(10), List.of(10));
        InputStream stream =
                new VerifyingInputStream(source, ContentDigest.of(body(10)).begin());

        assertThat(stream.read()).isNotNegative();
        stream.close();

        assertThat(source.isClosed()).isTrue();
        assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }

    @Test
    void refuses_anyByteWithoutADigest() throws IOException {
        Trickle source = new Trickle(body(10), List.of(10));
        InputStream stream = new UnannouncedBody(source);

        assertThatThrownBy(stream::readAllBytes)
                .isInstanceOfSatisfying(
                        BodyRefusedException.class,
                        refusal -> assertThat(refusal.fault()).isEqualTo(MessageFault.DIGEST_MISSING));
        assertThatThrownBy(stream::read).isInstanceOf(BodyRefusedException.class);
        assertThat(source.taken()).isEqualTo(1);
        stream.close();
        assertThat(source.isClosed()).isTrue();
        assertThatThrownBy(new UnannouncedBody(new ByteArrayInputStream(new byte[1]))::read)
                .isInstanceOf(BodyRefusedException.class);
        assertThat(new UnannouncedBody(InputStream.nullInputStream()).readAllBytes())
                .isEmpty();
    }

    @Property(tries = 300)
    void releases_neverTheWholeOfAWrongBody(
            @ForAll @IntRange(max = 40_000) int length,
            @ForAll @IntRange(max = 39_999) int flipped,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 20_000) Integer> parts,
            @ForAll @IntRange(min = 1, max = 20_000) int bufferSize)
            throws IOException {
        byte[] signed = body(length);
        byte[] sent = signed.clone();
        boolean changed = flipped < length;
        if (changed) {
            sent[flipped] ^= 0x10;
        }
        InputStream stream = new VerifyingInputStream(
                new Trickle(sent, parts), ContentDigest.of(signed).begin());
        ByteArrayOutputStream seen = new ByteArrayOutputStream();

        if (changed) {
            assertThatThrownBy(() -> drain(stream, seen, bufferSize)).isInstanceOf(BodyRefusedException.class);
            assertThat(seen.toByteArray()).isEqualTo(Arrays.copyOf(sent, Math.max(0, length - WITHHELD)));
        } else {
            assertThat(drain(stream, seen, bufferSize)).isEqualTo(signed);
        }
    }
}
