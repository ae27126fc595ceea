/**
 * The rules of live ingest: what a publisher sent becomes epochs, numbers and times. No disk, no
 * socket, no clock.
 */
package io.cordwood.webseed.live.intake;
