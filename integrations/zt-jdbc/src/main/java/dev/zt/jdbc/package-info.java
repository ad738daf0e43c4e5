/** Takes a service's identity to its database, and the verified caller of each call to the rows. */
package dev.zt.jdbc;
