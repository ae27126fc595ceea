/** Titles and the webseeds that serve them. */
package io.cordwood.signaling.catalogue;
