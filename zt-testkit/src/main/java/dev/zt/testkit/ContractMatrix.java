package dev.zt.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints one line for each case of a {@link Contract}, {@code contract | implementation | case | result}, which a build can
 * collect into a table. A JUnit 5 extension; stateless.
 */
public final class ContractMatrix implements TestWatcher {
    /** An extension. */
    public ContractMatrix() {}

    @Override
    public void testSuccessful(ExtensionContext context) {
        print(context, "passed");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        print(context, "failed");
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        print(context, "skipped: " + cause.getMessage());
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        print(context, "skipped: " + reason.orElse("disabled"));
    }

    private static void print(ExtensionContext context, String result) {
        String row = context.getTestInstance()
                .map(Contract.class::cast)
                .map(contract -> contract.contract() + " | " + contract.implementation())
                .orElseGet(() -> "contract | " + context.getRequiredTestClass().getSimpleName());
        System.out.println(row + " | " + context.getRequiredTestMethod().getName() + " | " + result);
    }
}
