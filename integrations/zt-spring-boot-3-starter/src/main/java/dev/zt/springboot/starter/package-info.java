/** What is in another place in each line of Spring Boot, and nothing else; the rest is {@code dev.zt.springboot}. */
@org.jspecify.annotations.NullMarked
package dev.zt.springboot.starter;
