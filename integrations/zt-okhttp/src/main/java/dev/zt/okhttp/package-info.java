/** OkHttp clients that prove their calls. */
package dev.zt.okhttp;
