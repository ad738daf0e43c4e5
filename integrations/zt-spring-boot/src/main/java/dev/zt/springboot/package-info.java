/**
 * What both lines of Spring Boot share: a guard before everything that an application serves, bound to its controllers,
 * its own identity, and clients that prove their calls. Made by properties {@code zt.*}; see {@code docs/spring-boot.md}.
 */
@org.jspecify.annotations.NullMarked
package dev.zt.springboot;
