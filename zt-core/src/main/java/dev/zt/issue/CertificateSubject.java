package dev.zt.issue;

import dev.zt.identity.DatabaseUser;
import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Whom a certificate is for. Immutable.
 *
 * @param id its URI, by which verifiers know it
 * @param instance which of the workload's instances, written as the serial number of the subject, where verifiers look
 *     for it to know whether it was revoked; empty for the authority itself
 * @param databaseUser its login at databases, written as the common name, which no verifier of zt reads; empty for none
 */
public record CertificateSubject(WorkloadId id, Optional<InstanceId> instance, Optional<DatabaseUser> databaseUser) {
    /** A subject without an instance and without a login. */
    public static CertificateSubject of(WorkloadId id) {
        return new CertificateSubject(id, Optional.empty(), Optional.empty());
    }

    // pg_stat_ssl.client_dn shows the first 63 characters, the first RDN first: the instance stands before what the
    // session
    // shows elsewhere (the login) and what is the same for all (the trust domain).
    X500Name name() {
        X500NameBuilder name = new X500NameBuilder();
        String organization = id.trustDomain().name();
        if (databaseUser.isEmpty()) {
            name.addRDN(BCStyle.O, organization);
        }
        instance.ifPresent(one -> name.addRDN(BCStyle.SERIALNUMBER, one.value()));
        databaseUser.ifPresent(user -> name.addRDN(BCStyle.CN, user.name()).addRDN(BCStyle.O, organization));
        return name.build();
    }
}
