package dev.zt.enrolment;

import java.util.List;

/** What the authority issued: a workload identity token and a certificate. Immutable; {@link #toString()} shows neither. */
public final class Issued {
    private final String wit;
    private final String instance;
    private final List<byte[]> certificate;

    Issued(String wit, String instance, List<byte[]> certificate) {
        this.wit = wit;
        this.instance = instance;
        this.certificate = List.copyOf(certificate);
    }

    /** The workload identity token. */
    public String wit() {
        return wit;
    }

    /** The instance id, which stays over renewals. */
    public String instance() {
        return instance;
    }

    /** The X.509-SVID in DER, the leaf first. */
    public List<byte[]> certificate() {
        return certificate.stream().map(byte[]::clone).toList();
    }

    @Override
    public String toString() {
        return "Issued[" + instance + "]";
    }
}
