/**
 * A shop of four services and an intruder, each in its own JVM. Start with {@link dev.zt.samples.demo.Demo}; the code
 * to copy is in {@code Gateway}, {@code Orders}, {@code Billing} and {@code Reports}.
 */
@NullMarked
package dev.zt.samples.demo;

import org.jspecify.annotations.NullMarked;
