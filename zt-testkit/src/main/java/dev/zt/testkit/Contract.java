package dev.zt.testkit;

/** What one implementation of a seam is held to; with {@link ContractMatrix} each case prints a line of its own. */
public interface Contract {
    /** Which contract, as the first word of the line, such as {@code replay-store}. */
    String contract();

    /** The name of the implementation in the matrix. */
    String implementation();
}
