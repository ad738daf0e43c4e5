package dev.zt.springboot;

import dev.zt.config.Settings;
import dev.zt.guard.Guard;
import dev.zt.own.ServiceIdentity;
import dev.zt.springboot.contract.ContractApplication;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.ServerContract;
import dev.zt.testkit.TestAuthority;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** What every server must keep, kept by an application of Spring Boot. */
class SpringBootServerContractTest extends ServerContract {
    @Override
    protected String name() {
        return "spring-boot-" + SpringBootVersion.getVersion();
    }

    @Override
    protected Running start(Guard guard) {
        ServiceIdentity identity = TestAuthority.of("shop.example", ManualClock.at("2026-01-01T00:00:00Z"))
                .issue("/orders")
                .identity();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(ContractApplication.class)
                .initializers(application -> {
                    GenericApplicationContext beans = (GenericApplicationContext) application;
                    beans.registerBean(Guard.class, () -> guard);
                    beans.registerBean(ContractApplication.Handled.class, () -> this::handled);
                    beans.registerBean(ServiceIdentity.class, () -> identity);
                    beans.registerBean(Settings.class, () -> Settings.ofVariables(Map.of(), Path.of("")));
                })
                .run("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off");
        return Running.at(
                Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port")), context);
    }
}
