package dev.zt.cli;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Settings;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code zt doctor}: what is wrong with the instance whose settings stand here. Changes nothing and enrols nobody. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Says what is wrong with this instance's settings, identity, clock, trust and policy, and what to do.",
            "Reads zt.yaml and the ZT_ variables as the service would; changes nothing and enrols nobody."
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<Finding> findings = findings();
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            out.printf("%-5s %-10s %s%n", finding.level().word(), finding.area(), finding.text());
            if (!finding.advice().isEmpty()) {
                out.printf("%-16s -> %s%n", "", finding.advice());
            }
        }
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BAD) ? 1 : 0;
    }

    private static List<Finding> findings() {
        try {
            return new Examination(Settings.fromEnvironment(), InstantSource.system()).findings();
        } catch (ConfigurationException e) {
            return List.of(Finding.bad("settings", String.valueOf(e.getMessage()), "mend the settings first"));
        }
    }
}
