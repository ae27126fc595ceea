/** What the door and its protocol count, for Micrometer. */
package io.cordwood.tracker.meters;
