/** Tests of applications with the true verifier: {@link dev.zt.springboot.test.AutoConfigureZt}. */
@org.jspecify.annotations.NullMarked
package dev.zt.springboot.test;
