/** HLS packages (RFC 8216): playlists read and written, and the files that they name. */
package io.cordwood.webseed.publish.hls;
