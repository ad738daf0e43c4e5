package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a connector of Tomcat is asked; that the real ones answer is tested by the suite of the conformance target. */
class TomcatContainerTest {
    /** A connector's getters, as far as they are asked. */
    public static class Connector {
        private final String solidus;
        private final boolean backslash;
        private final Object protocol;

        Connector(String solidus, boolean backslash, Object protocol) {
            this.solidus = solidus;
            this.backslash = backslash;
            this.protocol = protocol;
        }

        public String getEncodedSolidusHandling() {
            return solidus;
        }

        public boolean getAllowBackslash() {
            return backslash;
        }

        public Object getProtocolHandler() {
            return protocol;
        }
    }

    /** A protocol of Tomcat 10.1 that was loosened. */
    public static final class Loose {
        public String getRelaxedPathChars() {
            return "|";
        }

        public boolean getAllowHostHeaderMismatch() {
            return true;
        }
    }

    /** A protocol as it is shipped. */
    public static final class Shipped {
        public String getRelaxedPathChars() {
            return null;
        }
    }

    @Test
    void finds_nothing_inAConnectorAsShipped() throws Exception {
        assertThat(TomcatContainer.looseIn(new Connector("reject", false, new Shipped())))
                .isEmpty();
    }

    @Test
    void finds_eachSettingThatWasLoosened() throws Exception {
        assertThat(TomcatContainer.looseIn(new Connector("passthrough", true, new Loose())))
                .hasSize(4)
                .anyMatch(text -> text.startsWith("encodedSolidusHandling is passthrough"))
                .anyMatch(text -> text.startsWith("allowBackslash is true"))
                .anyMatch(text -> text.startsWith("relaxedPathChars"))
                .anyMatch(text -> text.startsWith("allowHostHeaderMismatch is true"));
    }
}
