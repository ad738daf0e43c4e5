/** Clients of the Spring Framework that prove their calls. */
package dev.zt.springclient;
