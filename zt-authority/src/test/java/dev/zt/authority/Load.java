package dev.zt.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How much of the full load a run takes on, and what its figures look like. */
final class Load {
    private static final double FRACTION = Double.parseDouble(System.getProperty("zt.load", "1"));

    private Load() {}

    /** A part of a full number, at least so many. */
    static int of(int full, int least) {
        return Math.max(least, (int) Math.round(full * FRACTION));
    }

    static void say(String format, Object... values) {
        System.out.println("load: " + String.format(Locale.ROOT, format, values));
    }

    /** The value below which a part of the sorted values lies. */
    static double percentile(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(sorted.size() * part) - 1));
    }

    /** The resident memory of a process in MiB, 0 where the system does not say. */
    static long residentMib(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024;
    }
}
