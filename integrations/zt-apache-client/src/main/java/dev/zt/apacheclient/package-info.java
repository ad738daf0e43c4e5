/** Clients of Apache HttpComponents that prove their calls. */
package dev.zt.apacheclient;
