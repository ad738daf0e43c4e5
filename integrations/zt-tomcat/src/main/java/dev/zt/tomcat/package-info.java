/**
 * A connector of Tomcat 10.1 or 11 over the TLS context of a service's identity. Start with
 * {@link dev.zt.tomcat.TomcatTls}.
 */
@org.jspecify.annotations.NullMarked
package dev.zt.tomcat;
