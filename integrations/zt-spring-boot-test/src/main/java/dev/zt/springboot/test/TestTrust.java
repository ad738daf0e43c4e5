package dev.zt.springboot.test;

import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.guard.FilePolicySource;
import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import dev.zt.own.ServiceIdentity;
import dev.zt.testkit.TestAuthority;
import dev.zt.verify.VerifierRules;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whom an application under test believes, and who it is. */
@Configuration(proxyBeanMethods = false)
class TestTrust {
    @Bean
    TestAuthority ztTestAuthority(Settings settings) {
        return TestAuthority.of(settings.required(Setting.TRUST_DOMAIN).text(), InstantSource.system());
    }

    @Bean
    ServiceIdentity ztTestIdentity(TestAuthority authority, Settings settings) {
        return authority.issue("/" + settings.required(Setting.SERVICE).text()).identity();
    }

    @Bean(destroyMethod = "close")
    Guard ztTestGuard(TestAuthority authority, Settings settings) {
        Audience[] audiences = settings.texts(Setting.AUDIENCE).stream()
                .map(node -> node.as(Audience::of))
                .toArray(Audience[]::new);
        settings.required(Setting.AUDIENCE);
        return Guard.builder(
                        VerifierRules.of(audiences),
                        authority.bundles(),
                        new FilePolicySource(settings.pathOrDefault(Setting.POLICY), InstantSource.system()))
                .allowLoopbackHttp()
                .build();
    }
}
