package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.config.Settings;
import dev.zt.guard.Coverage.Gap;
import dev.zt.guard.Guard;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

class FatalGapsTest {
    private static Settings settings(Map<String, String> variables) {
        return Settings.ofVariables(variables, Path.of(""));
    }

    @Test
    void stops_atAFilterAhead_byDefault() {
        assertThat(FatalGaps.of(new MockEnvironment(), settings(Map.of()))).containsExactly(Gap.FILTER_AHEAD);
    }

    @Test
    void stops_atWhatTheSettingsSay() {
        MockEnvironment environment = new MockEnvironment().withProperty("zt.fail-start-on", "loose-connector");

        assertThat(FatalGaps.of(environment, settings(Map.of()))).containsExactly(Gap.LOOSE_CONNECTOR);
    }

    @Test
    void stops_atWhatMakesHopsForgeable_whateverTheSettingsSay() {
        MockEnvironment environment = new MockEnvironment().withProperty("zt.fail-start-on", "");

        assertThat(FatalGaps.of(environment, settings(Map.of("ZT_FORWARDED_FROM", "10.0.0.5"))))
                .containsExactlyInAnyOrder(Gap.FILTER_AHEAD, Gap.LOOSE_CONNECTOR);
    }

    @Test
    void stops_aServerBesideTheApplications_atWhatIsNotAboutEndpoints() {
        ZtInstallation application = new ZtInstallation(
                new DefaultListableBeanFactory().getBeanProvider(Guard.class),
                Set.of(Gap.FILTER_AHEAD, Gap.LOOSE_CONNECTOR, Gap.HANDLER_WITHOUT_ENDPOINT));

        assertThat(application.beside().fatal()).containsExactlyInAnyOrder(Gap.FILTER_AHEAD, Gap.LOOSE_CONNECTOR);
    }
}
