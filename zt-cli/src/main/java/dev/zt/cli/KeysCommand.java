package dev.zt.cli;

import dev.zt.jose.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zt keys}: the authority's signing keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Shows and changes the authority's signing keys.",
        subcommands = {KeysCommand.Show.class, KeysCommand.Rotate.class, KeysCommand.Withdraw.class})
final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name one of list, rotate and withdraw");
    }

    /** Lists. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the signing keys.")
    static final class Show extends AdminCommand {
        @Override
        void ask(AdminDoor authority, PrintWriter out) {
            print(authority.ask("GET", "/admin/status"), out);
        }
    }

    /** Rotates. */
    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Publishes new signing keys now; they sign when every service can know them.")
    static final class Rotate extends AdminCommand {
        @Override
        void ask(AdminDoor authority, PrintWriter out) {
            print(authority.ask("POST", "/admin/keys/rotate"), out);
        }
    }

    /** Withdraws. */
    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = "Takes a stolen signing key out of the bundle; all that it signed is refused within seconds.")
    static final class Withdraw extends AdminCommand {
        @Parameters(paramLabel = "KEY", description = "the name that 'zt keys list' shows")
        private String key = "";

        @Override
        void ask(AdminDoor authority, PrintWriter out) {
            print(authority.ask("POST", "/admin/keys/" + PathPart.of(key) + "/withdraw"), out);
        }
    }

    static void print(JsonObject answer, PrintWriter out) {
        Table table = new Table("KEY", "SIGNS", "STATE", "UNTIL", "THUMBPRINT");
        AdminDoor.list(answer, "keys")
                .forEach(key -> table.row(
                        key.string("kid").orElse("?"),
                        key.string("use").orElse("?").equals("wit") ? "tokens" : "certificates",
                        key.string("state").orElse("?"),
                        key.time("changes").map(Instant::toString).orElse("?"),
                        key.string("thumbprint").orElse("?")));
        table.print(out);
    }
}
