/** Joining: who may, and what a viewer is told. */
package io.cordwood.signaling.join;
