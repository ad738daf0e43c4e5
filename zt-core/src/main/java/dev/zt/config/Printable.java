package dev.zt.config;

/** Foreign text made fit for a message or a log line. */
public final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    /**
     * The text with everything outside printable ASCII, and the backslash, written as {@code \}{@code uXXXX}, cut
     * after 200 characters. No line break and no escape sequence of a terminal survives, so nobody can forge a line.
     */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), LONGEST) + 16);
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7F || c == '\\') {
                safe.append("\\u").append(String.format("%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return text.length() > LONGEST ? safe.append("...").toString() : safe.toString();
    }
}
