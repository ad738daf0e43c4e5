package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.KeyProof;
import dev.zt.enrolment.Reply;
import dev.zt.identity.DatabaseUser;
import dev.zt.jose.Algorithm;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.Sha256;
import dev.zt.jose.SigningKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The login at databases that an operator gives a workload, and what of it comes into certificates. */
class DatabaseUserTest {
    private static final DatabaseUser SVC_ORDERS = DatabaseUser.of("svc_orders");
    private static final DatabaseUser SVC_OTHER = DatabaseUser.of("svc_other");
    // A certificate's life, with what an issue under way may take.
    private static final Duration UNTIL_FREE = Duration.ofHours(1).plusSeconds(60);

    @TempDir
    Path directory;

    private Town town;

    @BeforeEach
    void open() {
        town = Town.in(directory.resolve("authority"));
    }

    @AfterEach
    void close() {
        town.close();
    }

    private static Issued issued(Reply<Issued> reply) {
        assertThat(reply).isInstanceOf(Reply.Given.class);
        return ((Reply.Given<Issued>) reply).value();
    }

    private static List<String> parts(Issued issued, ASN1ObjectIdentifier type) throws Exception {
        X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(issued.certificate().get(0)));
        List<String> values = new ArrayList<>();
        for (RDN rdn : X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded())
                .getRDNs(type)) {
            values.add(IETFUtils.valueToString(rdn.getFirst().getValue()));
        }
        return values;
    }

    private static List<String> commonNames(Issued issued) throws Exception {
        return parts(issued, BCStyle.CN);
    }

    private Optional<DatabaseUser> userOf(String workload) {
        return town.admin().workloads().stream()
                .filter(entry -> entry.name().equals(workload))
                .findFirst()
                .orElseThrow()
                .databaseUser();
    }

    @Test
    void issues_noCommonName_toAWorkloadWithoutADatabaseUser() throws Exception {
        assertThat(commonNames(issued(town.enrol(town.join(), Town.newKey())))).isEmpty();
    }

    @Test
    void issues_theDatabaseUserBesideTheInstance() throws Exception {
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);

        Issued issued = issued(town.enrol(town.join(), Town.newKey()));

        assertThat(commonNames(issued)).containsExactly("svc_orders");
        assertThat(parts(issued, BCStyle.SERIALNUMBER)).containsExactly(issued.instance());
        assertThat(parts(issued, BCStyle.O)).containsExactly("shop.example");
    }

    @Test
    void keeps_theDatabaseUserOverRenewalsAndRestarts() throws Exception {
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);
        JoinFile join = town.join();
        SigningKey first = Town.newKey();
        Issued held = issued(town.enrol(join, first));
        town.restart();

        Issued next = issued(town.renew(join, held.instance(), first, Town.newKey()));

        assertThat(commonNames(next)).containsExactly("svc_orders");
        assertThat(userOf("orders")).contains(SVC_ORDERS);
    }

    @Test
    void changes_theDatabaseUserAtTheNextRenewal() throws Exception {
        JoinFile join = town.join();
        SigningKey first = Town.newKey();
        SigningKey second = Town.newKey();
        Issued held = issued(town.enrol(join, first));

        town.admin().assignDatabaseUser("orders", SVC_ORDERS);
        assertThat(commonNames(issued(town.renew(join, held.instance(), first, second))))
                .containsExactly("svc_orders");

        town.admin().withdrawDatabaseUser("orders");
        assertThat(commonNames(issued(town.renew(join, held.instance(), second, Town.newKey()))))
                .isEmpty();
    }

    @Test
    void ignores_aDatabaseUserThatAnEnrolmentAsksFor() throws Exception {
        JoinFile join = town.join();
        AuthorityClient client = town.client(join);
        SigningKey key = Town.newKey();
        byte[] request = requestNaming("svc_billing");
        String honest = KeyProof.enrolment(join.url(), town.nonce(client), join.token(), key, request);

        Issued issued = issued(client.enrol(withClaims(honest, key)));

        assertThat(commonNames(issued)).isEmpty();
        assertThat(userOf("orders")).isEmpty();
    }

    @Test
    void ignores_aDatabaseUserThatARenewalAsksFor() throws Exception {
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);
        JoinFile join = town.join();
        SigningKey first = Town.newKey();
        SigningKey second = Town.newKey();
        Issued held = issued(town.enrol(join, first));
        AuthorityClient client = town.client(join);
        String honest = KeyProof.renewal(
                join.url(), town.nonce(client), held.instance(), first, second, requestNaming("svc_billing"));

        Issued issued = issued(client.renew(withClaims(honest, first, second)));

        assertThat(commonNames(issued)).containsExactly("svc_orders");
        assertThat(userOf("orders")).contains(SVC_ORDERS);
    }

    @Test
    void refuses_aRequestWithAMemberForIt() {
        JoinFile join = town.join();
        AuthorityClient client = town.client(join);
        String honest = KeyProof.enrolment(join.url(), town.nonce(client), join.token(), Town.newKey(), Town.request());

        Reply<Issued> reply = client.enrol(honest.replaceFirst("\\{", "{\"database_user\":\"svc_billing\","));

        assertThat(((Reply.Refused<Issued>) reply).reason()).isEqualTo("enrolment-malformed");
    }

    private static byte[] requestNaming(String commonName) throws Exception {
        KeyPair pair = PrivateJwk.generate(Algorithm.ES256).toKeyPair();
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + commonName), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    private static Map<String, Object> members(String json) {
        Map<String, Object> members = new LinkedHashMap<>();
        var object = Json.object(json.getBytes(StandardCharsets.UTF_8));
        object.names().forEach(name -> object.string(name).ifPresent(text -> members.put(name, text)));
        return members;
    }

    private static String wishing(String proof, UnaryOperator<String> change, SigningKey key) {
        String header = new String(Base64Url.decode(proof.substring(0, proof.indexOf('.'))), StandardCharsets.UTF_8);
        String payload = new String(
                Base64Url.decode(proof.substring(proof.indexOf('.') + 1, proof.lastIndexOf('.'))),
                StandardCharsets.UTF_8);
        String wishes = "{\"database_user\":\"svc_billing\",\"cn\":\"svc_billing\",\"subject\":\"CN=svc_billing\",";
        return new JwsWriter(header).sign(change.apply(payload.replaceFirst("\\{", wishes)), key);
    }

    private static String withClaims(String request, SigningKey key) {
        Map<String, Object> members = members(request);
        members.put("proof", wishing((String) members.get("proof"), payload -> payload, key));
        return Json.write(members);
    }

    private static String withClaims(String request, SigningKey current, SigningKey successor) {
        Map<String, Object> members = members(request);
        String proof = wishing((String) members.get("proof"), payload -> payload, current);
        String hash = Base64Url.encode(Sha256.of(proof.getBytes(StandardCharsets.US_ASCII)));
        members.put("key", current.publicJwk().members());
        members.put("proof", proof);
        members.put(
                "successor_proof",
                wishing(
                        (String) members.get("successor_proof"),
                        payload -> payload.replaceFirst("\"prh\":\"[^\"]*\"", "\"prh\":\"" + hash + "\""),
                        successor));
        return Json.write(members);
    }

    @Test
    void registers_aWorkloadWithItsDatabaseUser() {
        WorkloadEntry added = town.admin().addWorkload("billing", DatabaseUser.of("svc_billing"));

        assertThat(added.databaseUser()).contains(DatabaseUser.of("svc_billing"));
        assertThat(userOf("billing")).contains(DatabaseUser.of("svc_billing"));
        assertThat(userOf("orders")).isEmpty();
    }

    @Test
    void refuses_aDatabaseUserThatAnotherWorkloadHas() {
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);

        assertThatThrownBy(() -> town.admin().addWorkload("billing", SVC_ORDERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the database user 'svc_orders' belongs to the workload 'orders'");

        assertThat(town.admin().workloads()).extracting(WorkloadEntry::name).containsExactly("orders");
        town.admin().addWorkload("billing");
        assertThatThrownBy(() -> town.admin().assignDatabaseUser("billing", SVC_ORDERS))
                .hasMessage("the database user 'svc_orders' belongs to the workload 'orders'");
        assertThat(userOf("billing")).isEmpty();
    }

    @Test
    void holds_oneDatabaseUserForOneWorkload_inItsTables() {
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);
        town.admin().addWorkload("billing");
        town.close();

        try (Database database = Database.open(directory.resolve("authority"))) {
            assertThatThrownBy(() -> database.run(connection -> Database.update(
                            connection, "UPDATE workload SET database_user = 'svc_orders' WHERE name = 'billing'")))
                    .hasStackTraceContaining("WORKLOAD_DATABASE_USER");
        } finally {
            town.restart();
        }
    }

    @Test
    void givesADatabaseUser_toOneOfManyWhoAskAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            town.admin().addWorkload("w" + i);
        }
        List<Future<Boolean>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String workload = "w" + i;
            asked.add(pool.submit(() -> {
                try {
                    town.admin().assignDatabaseUser(workload, SVC_OTHER);
                    return true;
                } catch (IllegalArgumentException e) {
                    return false;
                }
            }));
        }
        int given = 0;
        for (Future<Boolean> each : asked) {
            given += each.get() ? 1 : 0;
        }
        pool.shutdown();

        assertThat(given).isEqualTo(1);
        assertThat(town.admin().workloads())
                .filteredOn(entry -> entry.databaseUser().isPresent())
                .hasSize(1);
    }

    @Test
    void refuses_aWorkloadThatIsNotThere() {
        assertThatThrownBy(() -> town.admin().assignDatabaseUser("nobody", SVC_ORDERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no workload 'nobody'");
        assertThatThrownBy(() -> town.admin().withdrawDatabaseUser("nobody"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> town.admin().withdrawDatabaseUser("orders"))
                .hasMessage("the workload 'orders' has no database user");
    }

    @Test
    void keeps_aDatabaseUserFromOthers_whileCertificatesWithItAreValid() {
        town.admin().addWorkload("billing");
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);
        issued(town.enrol(town.join(), Town.newKey()));
        town.admin().withdrawDatabaseUser("orders");
        town.clock.advance(UNTIL_FREE.minusSeconds(1));

        assertThatThrownBy(() -> town.admin().assignDatabaseUser("billing", SVC_ORDERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the database user 'svc_orders' is not free yet: the workload 'orders' may still have"
                        + " certificates with it until 2026-03-01T13:01:00Z");

        town.clock.advance(Duration.ofSeconds(1));
        town.admin().assignDatabaseUser("billing", SVC_ORDERS);
        assertThat(userOf("billing")).contains(SVC_ORDERS);
    }

    @Test
    void keeps_aDatabaseUserFromOthers_whoseWorkloadWasRemovedOrHasAnother() {
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);
        town.join();
        town.admin().assignDatabaseUser("orders", SVC_OTHER);
        town.admin().removeWorkload("orders");
        town.restart();

        for (DatabaseUser user : List.of(SVC_ORDERS, SVC_OTHER)) {
            assertThatThrownBy(() -> town.admin().addWorkload("billing", user))
                    .hasMessageContaining("is not free yet: the workload 'orders'");
        }
        assertThat(town.admin().workloads()).isEmpty();
    }

    @Test
    void givesADatabaseUserBack_toWhoHadItLast() {
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);
        town.join();
        town.admin().removeWorkload("orders");

        assertThat(town.admin().addWorkload("orders", SVC_ORDERS).databaseUser())
                .contains(SVC_ORDERS);

        town.admin().withdrawDatabaseUser("orders");
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);
        town.admin().assignDatabaseUser("orders", SVC_ORDERS);
        assertThat(userOf("orders")).contains(SVC_ORDERS);
    }

    @Test
    void frees_aDatabaseUserAtOnce_thatNoCertificateCanHave() {
        town.admin().addWorkload("billing", SVC_ORDERS);
        town.admin().withdrawDatabaseUser("billing");

        town.admin().assignDatabaseUser("orders", SVC_ORDERS);

        assertThat(userOf("orders")).contains(SVC_ORDERS);
    }
}
