package dev.zt.own;

/**
 * What one call shows: the workload identity token and a proof minted for it, to be used once. {@link #toString()}
 * shows neither.
 */
public final class WorkloadProof {
    private final String wit;
    private final String proof;

    WorkloadProof(String wit, String proof) {
        this.wit = wit;
        this.proof = proof;
    }

    /** The value of the header {@code Workload-Identity-Token}. */
    public String workloadIdentityToken() {
        return wit;
    }

    /** The value of the header {@code Authorization}. */
    public String authorization() {
        return "WPT " + proof;
    }

    /** Both as the header fields of a call. */
    public CallCredential credential() {
        return CallCredential.of("Workload-Identity-Token", wit, "Authorization", authorization());
    }

    @Override
    public String toString() {
        return "WorkloadProof[...]";
    }
}
