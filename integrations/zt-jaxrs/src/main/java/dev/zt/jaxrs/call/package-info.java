/** What clients of Jakarta REST have in common: a request whose entity is written, by a client of the platform. */
package dev.zt.jaxrs.call;
