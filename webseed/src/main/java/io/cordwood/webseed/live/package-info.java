/** Live channels: ingest, signed records, playlists, and the film that a channel leaves behind. */
package io.cordwood.webseed.live;
