/**
 * The one way in which zt asks an HTTP server for a small document: within a deadline, up to a size, without redirects
 * unless they are asked for, and never at an address of the own network that only a document named.
 */
package dev.zt.fetch;
