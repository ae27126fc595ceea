/**
 * The publish command: from a film or an HLS folder to a title in the store, whole or not at all.
 */
package io.cordwood.webseed.publish;
