/** A tracker by itself: door, protocol and swarms in one process, and its command line. */
package io.cordwood.tracker.standalone;
