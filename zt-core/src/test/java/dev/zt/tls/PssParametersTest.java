package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RSASSA-PSS is as strong as the hash that its parameters name (RFC 4055 §3.1). */
class PssParametersTest {
    private static final KeyPair KEY = SvidAuthority.rsaKeyPair();

    private static ASN1ObjectIdentifier oid(String hash) {
        return switch (hash) {
            case "SHA-1" -> OIWObjectIdentifiers.idSHA1;
            case "SHA-224" -> NISTObjectIdentifiers.id_sha224;
            case "SHA-256" -> NISTObjectIdentifiers.id_sha256;
            case "SHA-384" -> NISTObjectIdentifiers.id_sha384;
            case "SHA-512" -> NISTObjectIdentifiers.id_sha512;
            default -> NISTObjectIdentifiers.id_sha512_256;
        };
    }

    private static AlgorithmIdentifier hash(String name) {
        return new AlgorithmIdentifier(oid(name), DERNull.INSTANCE);
    }

    private static PeerCheck check(String hash, String mask) throws Exception {
        ASN1Encodable stated = new RSASSAPSSparams(
                hash(hash),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash(mask)),
                new ASN1Integer(20),
                RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
        return check(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mask), 20, 1), stated);
    }

    private static PeerCheck check(PSSParameterSpec used, ASN1Encodable stated) throws Exception {
        TestCa ca = TestCa.root("O=ca", KEY);
        return ca.check(ca.leafSignedBy(TestCa.pss(
                KEY.getPrivate(), used, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, stated))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-384", "SHA-512"})
    void accepts_strongHashes_withAMaskOfTheSame(String hash) throws Exception {
        assertThat(check(hash, hash)).isInstanceOf(PeerCheck.Verified.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SHA-1, SHA-1",
        "SHA-224, SHA-224",
        "SHA-512/256, SHA-512/256",
        "SHA-256, SHA-1",
        "SHA-1, SHA-256",
        "SHA-512, SHA-256"
    })
    void rejects_weakHashes_andMasksOfAnother(String hash, String mask) throws Exception {
        assertThat(check(hash, mask)).isEqualTo(new PeerCheck.Rejected(PeerFault.WEAK_ALGORITHM));
    }

    @Test
    void rejects_parametersLeftOut_whichMeanSha1() throws Exception {
        ASN1Encodable allDefaults = new RSASSAPSSparams();

        assertThat(check(new PSSParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, 20, 1), allDefaults))
                .isEqualTo(new PeerCheck.Rejected(PeerFault.WEAK_ALGORITHM));
    }
}
