/**
 * Callers and assertions for tests that call by Spring: {@link dev.zt.testkit.spring.ZtMockMvc} and {@link
 * dev.zt.testkit.spring.ZtWebTestClient}. For Spring Framework 7.0 and 6.2, which the test brings.
 */
package dev.zt.testkit.spring;
