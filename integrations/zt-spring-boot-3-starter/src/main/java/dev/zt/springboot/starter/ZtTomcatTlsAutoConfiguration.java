package dev.zt.springboot.starter;

import dev.zt.own.ServiceIdentity;
import dev.zt.springboot.ZtInstallation;
import dev.zt.springboot.ZtServletAutoConfiguration;
import dev.zt.tls.PeerMatcher;
import dev.zt.tomcat.TomcatTls;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * TLS by the service's own certificate on Tomcat, where {@code zt.server.tls} is true and zt-tomcat is there: renewed without a
 * restart, and asking clients for theirs, by which the settings {@code client-certificates} may know them.
 */
@AutoConfiguration(after = ZtServletAutoConfiguration.class)
@ConditionalOnClass({TomcatTls.class, TomcatServletWebServerFactory.class})
@ConditionalOnBean(ZtInstallation.class)
@ConditionalOnProperty(name = "zt.server.tls", havingValue = "true")
public class ZtTomcatTlsAutoConfiguration {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> ztServerTls(
            ServiceIdentity identity, ZtInstallation installation) {
        return factory -> factory.addConnectorCustomizers(connector -> {
            TomcatTls.secure(connector, identity.mutualTls(PeerMatcher.anyWorkload()), TomcatTls.Clients.WANTED);
            installation.secured();
        });
    }
}
