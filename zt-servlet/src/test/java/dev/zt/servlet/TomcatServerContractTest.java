package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;

/** Runs once with each line of Tomcat. */
class TomcatServerContractTest extends ContainerContract {
    TomcatServerContractTest() {
        super(AnyContainer.TOMCAT);
    }

    @Override
    protected String name() {
        return "tomcat-" + major();
    }

    private static String major() {
        String number = ServerInfo.getServerNumber();
        return number.substring(0, number.indexOf('.'));
    }

    /** Else the line that was asked for is not the one that was tried. */
    @Test
    void isOf_theLineThatWasAskedFor() {
        assertThat(major()).isEqualTo(System.getProperty("zt.tomcat", "10"));
    }
}
