/** Resource methods of Jakarta REST behind a guard. */
package dev.zt.jaxrs;
