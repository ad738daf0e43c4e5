package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.keys.SignatureProvider;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** No chain that the platform's own validation refuses is ever accepted, whatever is wrong with it and wherever. */
class PathAgainstPlatformTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<KeyPair> KEYS = keys();
    private static final String[] HOSTS = {"shop.example", "other.example", ".shop.example", "a.shop.example"};

    /** What is to be drawn of each link. */
    record Draw(int signer, int length, boolean ca, boolean signs, int days, int permitted, int excluded, int name) {}

    private static List<KeyPair> keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            List<KeyPair> keys = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                keys.add(generator.generateKeyPair());
            }
            return keys;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Provide
    Arbitrary<List<Draw>> chains() {
        Arbitrary<Integer> mostlyZero = Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, 1), Tuple.of(1, 2));
        Arbitrary<Boolean> mostly = Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false));
        Arbitrary<Integer> constraint =
                Arbitraries.frequency(Tuple.of(6, -1), Tuple.of(1, 0), Tuple.of(1, 1), Tuple.of(1, 2), Tuple.of(1, 3));
        return Combinators.combine(
                        mostlyZero,
                        Arbitraries.integers().between(-1, 3),
                        mostly,
                        mostly,
                        mostlyZero,
                        constraint,
                        constraint,
                        Arbitraries.integers().between(0, 2))
                .as((signer, length, ca, signs, days, permitted, excluded, name) ->
                        new Draw(signer, length, ca, signs, days, permitted, excluded, name))
                .list()
                .ofMinSize(2)
                .ofMaxSize(4);
    }

    private static GeneralSubtree[] subtree(int host) {
        return host < 0
                ? null
                : new GeneralSubtree[] {
                    new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, HOSTS[host]))
                };
    }

    // Leaf first. Signed by the key above, unless drawn otherwise.
    private static List<X509Certificate> build(List<Draw> draws) throws Exception {
        List<X509Certificate> chain = new ArrayList<>();
        for (int i = 0; i < draws.size(); i++) {
            Draw draw = draws.get(i);
            boolean leaf = i == draws.size() - 1;
            int issuer = Math.max(0, i - 1);
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("O=" + issuer),
                    BigInteger.valueOf(i + 1L),
                    Date.from(NOW.minus(Duration.ofDays(2))),
                    Date.from(NOW.plus(Duration.ofDays(draw.days() == 2 ? -1 : 1))),
                    new X500Name("O=" + i),
                    KEYS.get(i).getPublic());
            if (leaf) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            } else {
                builder.addExtension(
                        Extension.basicConstraints,
                        true,
                        draw.ca() && draw.length() >= 0
                                ? new BasicConstraints(draw.length())
                                : new BasicConstraints(draw.ca()));
                builder.addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(draw.signs() ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
                if (draw.permitted() >= 0 || draw.excluded() >= 0) {
                    builder.addExtension(
                            Extension.nameConstraints,
                            true,
                            new NameConstraints(subtree(draw.permitted()), subtree(draw.excluded())));
                }
            }
            String host = draw.name() == 0 ? "shop.example" : draw.name() == 1 ? "a.shop.example" : "other.example";
            GeneralName uri = new GeneralName(
                    GeneralName.uniformResourceIdentifier, "spiffe://" + host + (leaf ? "/orders" : ""));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(uri));
            KeyPair signer = KEYS.get(draw.signer() == 0 || i == 0 ? issuer : draw.signer());
            chain.add(new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))));
        }
        Collections.reverse(chain);
        return chain;
    }

    private static boolean platformAccepts(List<X509Certificate> chain) {
        try {
            X509Certificate anchor = chain.get(chain.size() - 1);
            PKIXParameters rules = new PKIXParameters(
                    Set.of(new TrustAnchor(anchor.getSubjectX500Principal(), anchor.getPublicKey(), null)));
            rules.setRevocationEnabled(false);
            rules.setDate(Date.from(NOW));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), rules);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isAccepted(List<X509Certificate> chain) {
        X509Certificate anchor = chain.get(chain.size() - 1);
        LinkSignatures signatures =
                new LinkSignatures(SignatureProvider.bouncyCastle().engine());
        return new CertificatePath(signatures)
                .find(chain.get(0), chain.subList(1, chain.size() - 1), List.of(anchor), LeafUse.SVID, NOW)
                .isPresent();
    }

    @Property(tries = 400)
    void accepts_nothingThatThePlatformRefuses(@ForAll("chains") List<Draw> draws) throws Exception {
        List<X509Certificate> chain = build(draws);
        boolean accepted = isAccepted(chain);

        if (accepted) {
            assertThat(platformAccepts(chain)).as("%s", draws).isTrue();
        }
        Statistics.label("accepted")
                .collect(accepted)
                .coverage(cases -> cases.check(true).percentage(share -> share > 3));
    }
}
