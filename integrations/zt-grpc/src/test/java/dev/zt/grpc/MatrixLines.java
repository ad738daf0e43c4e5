package dev.zt.grpc;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints one line for each case, in the form of the contract of HTTP clients. */
final class MatrixLines implements TestWatcher {
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
        System.out.println("client | grpc | " + context.getRequiredTestMethod().getName() + " | " + result);
    }
}
