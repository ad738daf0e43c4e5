package dev.zt.cli;

/**
 * One thing that was looked at.
 *
 * @param area what was looked at, such as {@code clock}
 * @param text what is so
 * @param advice what to do about it; empty if nothing is to be done
 */
record Finding(Level level, String area, String text, String advice) {
    /** How bad it is. */
    enum Level {
        /** All is well. */
        OK("ok"),
        /** It works, and somebody should look at it. */
        WARNING("warn"),
        /** It does not work, or soon will not. */
        BAD("BAD");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Finding ok(String area, String text) {
        return new Finding(Level.OK, area, text, "");
    }

    static Finding warning(String area, String text, String advice) {
        return new Finding(Level.WARNING, area, text, advice);
    }

    static Finding bad(String area, String text, String advice) {
        return new Finding(Level.BAD, area, text, advice);
    }
}
