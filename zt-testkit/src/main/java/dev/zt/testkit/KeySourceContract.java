package dev.zt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zt.identity.Issuer;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeyUse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link BundleSource} must keep; whoever writes one extends this, or {@link FetchedKeySourceContract} where the
 * keys come from somewhere that can be away. Each case prints one line, {@code key-source | name | case | result}.
 *
 * <p>The source speaks for {@link #authority}, or for {@link #clients} if {@link #whose} says so, on a clock that stands
 * still. JUnit 5 makes one object for each case; not safe for concurrent use.
 */
@ExtendWith(ContractMatrix.class)
public abstract class KeySourceContract implements Contract {
    /** The time of the source. It begins at the time of the machine, which files may be compared with. */
    protected final ManualClock clock = ManualClock.at(
            Instant.ofEpochSecond(InstantSource.system().instant().getEpochSecond()));

    /** The authority of the trust domain {@code shop.example}. */
    protected final TestAuthority authority = TestAuthority.of("shop.example", clock);

    /** The authorization server {@code https://idp.example}. */
    protected final TestIssuer clients = TestIssuer.of("https://idp.example", clock);

    private BundleSource source;

    /** A contract whose source is opened anew for each case. */
    protected KeySourceContract() {}

    /** The name of the source in the matrix, such as {@code bundle-file}. */
    protected abstract String name();

    /** Whose keys the source has: the trust domain of {@link #authority} unless overridden, or {@code clients.url()}. */
    protected Issuer whose() {
        return authority.trustDomain();
    }

    /** Opens the source under test, which then knows what is published at the moment. Closed by the contract if it can be. */
    protected abstract BundleSource open() throws Exception;

    /** Lets the source learn what {@link #authority} and {@link #clients} publish at the moment. */
    protected abstract void publish() throws Exception;

    @Override
    public final String contract() {
        return "key-source";
    }

    @Override
    public final String implementation() {
        return name();
    }

    @BeforeEach
    void openSource() throws Exception {
        source = open();
    }

    @AfterEach
    void closeSource() throws Exception {
        if (source instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    final BundleLookup lookup() {
        return source.bundle(whose());
    }

    final BundleLookup.Found found() {
        return assertInstanceOf(BundleLookup.Found.class, lookup());
    }

    final boolean holds(String keyId) {
        return found().bundle().key(use(), keyId).isPresent();
    }

    private KeyUse use() {
        return whose() instanceof TrustDomain ? KeyUse.WIT_SVID : KeyUse.TOKEN;
    }

    /** The key that signs at the moment. */
    final String keyId() {
        return whose() instanceof TrustDomain ? authority.issuer().keyId() : clients.keyId();
    }

    final void rotate() throws Exception {
        authority.rotateBeside();
        clients.rotateBeside();
        publish();
    }

    @Test
    void finds_theKeysOfItsIssuer() {
        assertTrue(holds(keyId()));
        assertEquals(whose(), found().bundle().issuer());
        assertTrue(source.bundleWith(whose(), use(), keyId()) instanceof BundleLookup.Found found
                && found.bundle().key(use(), keyId()).isPresent());
    }

    @Test
    void trusts_nobodyElse() {
        for (Issuer other : List.of(TrustDomain.of("elsewhere.example"), IssuerUrl.of("https://elsewhere.example"))) {
            assertInstanceOf(BundleLookup.NotTrusted.class, source.bundle(other));
            assertInstanceOf(BundleLookup.NotTrusted.class, source.bundleWith(other, use(), keyId()));
        }
    }

    @Test
    void keeps_itsEpoch_whileNothingChanges() throws Exception {
        long epoch = found().epoch();
        publish();

        assertEquals(epoch, found().epoch());
    }

    @Test
    void changes_itsEpoch_withItsKeys() throws Exception {
        long epoch = found().epoch();
        String before = keyId();
        rotate();

        assertTrue(holds(before) && holds(keyId()));
        assertNotEquals(epoch, found().epoch());
    }

    @Test
    void forgets_whatIsWithdrawn() throws Exception {
        String before = keyId();
        rotate();
        long epoch = found().epoch();
        authority.withdraw();
        clients.withdraw();
        publish();

        assertTrue(holds(keyId()));
        assertTrue(found().bundle().key(use(), before).isEmpty());
        assertNotEquals(epoch, found().epoch());
    }

    @Test
    void does_notInventKeys() {
        for (String keyId : List.of("no-such-key", "../../etc/passwd", "")) {
            BundleLookup lookup = source.bundleWith(whose(), use(), keyId);

            assertTrue(lookup instanceof BundleLookup.Unavailable
                    || (lookup instanceof BundleLookup.Found found
                            && found.bundle().key(use(), keyId).isEmpty()));
        }
    }

    @Test
    void answers_whileItsKeysChange() throws Exception {
        String first = keyId();
        long before = found().epoch();
        List<List<BundleLookup>> answers = Crowd.during(
                () -> {
                    for (int i = 0; i < 5; i++) {
                        rotate();
                    }
                },
                4,
                this::lookup);

        long after = found().epoch();
        assertNotEquals(before, after);
        for (List<BundleLookup> each : answers) {
            List<Long> epochs = new ArrayList<>();
            for (BundleLookup answer : each) {
                BundleLookup.Found found = assertInstanceOf(BundleLookup.Found.class, answer);
                assertTrue(found.bundle().key(use(), first).isPresent());
                epochs.add(found.epoch());
            }
            assertEquals(before, epochs.get(0));
            assertEquals(after, epochs.get(epochs.size() - 1));
        }
        assertTrue(holds(keyId()));
    }
}
