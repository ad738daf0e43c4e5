package dev.zt.springboot.test;

import dev.zt.springboot.ZtAutoConfiguration;
import dev.zt.springboot.ZtServletAutoConfiguration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Puts the guard before MockMvc in a test of a slice, such as {@code @WebMvcTest}, or before a whole application under test,
 * with callers that a test makes up: the true verifier and the application's own policy decide, and a {@link
 * dev.zt.testkit.TestAuthority} is believed in the place of the real one. It is a bean, for the test to sign by.
 *
 * <p>Needs {@code zt.service}, {@code zt.trust-domain}, {@code zt.audience} and {@code zt.policy}, as the application states
 * them or {@code zt.yaml} does; nothing else of the settings is looked at. Plain HTTP is let in from loopback addresses, which
 * MockMvc's requests come from.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ImportAutoConfiguration({ZtAutoConfiguration.class, ZtServletAutoConfiguration.class})
@Import(TestTrust.class)
public @interface AutoConfigureZt {}
