package dev.zt.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints one line for each case of a contract, which a build can collect into a table of stores and cases. */
final class ReplayStoreMatrix implements TestWatcher {
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
        String store = context.getTestInstance()
                .map(test -> ((ReplayStoreContract) test).name())
                .orElseGet(() -> context.getRequiredTestClass().getSimpleName());
        System.out.println("replay-store | " + store + " | "
                + context.getRequiredTestMethod().getName() + " | " + result);
    }
}
