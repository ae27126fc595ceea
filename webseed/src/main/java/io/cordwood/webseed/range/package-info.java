/** What a request for bytes is answered with: plain code, no sockets and no files (RFC 9110). */
package io.cordwood.webseed.range;
