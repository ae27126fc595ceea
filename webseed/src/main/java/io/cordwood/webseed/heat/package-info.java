/** What a hot webseed sends first, and what not now: rules without a socket. */
package io.cordwood.webseed.heat;
