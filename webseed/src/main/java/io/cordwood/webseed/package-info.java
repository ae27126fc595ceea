/** The webseed: serves titles by HTTP range, and publishes them. */
package io.cordwood.webseed;
