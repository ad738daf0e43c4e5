package dev.zt.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that an operator gives to an authority. */
abstract sealed class AdminCommand implements Callable<Integer>
        permits WorkloadCommand.Add,
                WorkloadCommand.Remove,
                WorkloadCommand.Show,
                DatabaseUserCommand,
                JoinCommand,
                RevokeCommand,
                LiftCommand,
                KeysCommand.Show,
                KeysCommand.Rotate,
                KeysCommand.Withdraw,
                StatusCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AdminOptions options = new AdminOptions();

    @Override
    public final Integer call() {
        try (AdminDoor authority = options.open()) {
            ask(authority, spec.commandLine().getOut());
        }
        return 0;
    }

    /** Asks, and prints what came of it. */
    abstract void ask(AdminDoor authority, PrintWriter out);
}
