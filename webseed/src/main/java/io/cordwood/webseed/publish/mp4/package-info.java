/** Fragmented MP4 (ISO/IEC 14496-12), as far as cutting it into segments needs. */
package io.cordwood.webseed.publish.mp4;
