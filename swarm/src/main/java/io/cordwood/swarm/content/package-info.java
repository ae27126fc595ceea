/** What is shared: ids, bencode, geometry, Merkle trees, records and torrents. */
package io.cordwood.swarm.content;
