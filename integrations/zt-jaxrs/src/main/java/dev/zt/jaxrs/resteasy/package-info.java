/** RESTEasy clients that prove their calls. */
package dev.zt.jaxrs.resteasy;
