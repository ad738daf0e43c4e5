/** Feign clients that prove their calls. */
package dev.zt.feign;
