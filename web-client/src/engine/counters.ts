import type { Stats } from '../engine-api';

/** What is counted over an engine's life. Bytes of media are segments' bytes only. */
export class Counters {
  bytesFromPeers = 0;
  bytesFromWebseeds = 0;
  bytesToPeers = 0;
  playlistBytes = 0;
  badPieces = 0;
  bannedPeers = 0;
  playlistPolls = 0;
  badRecords = 0;
  /** Signed records behind the window, of unknown renditions, or that contradict what is known. */
  ignoredRecords = 0;
  /** Records that came while as many as may be were being checked. */
  droppedRecords = 0;
  /** Blocks that came unasked, late or twice. */
  wastedBlocks = 0;
  /** Requests refused because this viewer was overloaded or no longer held the piece. */
  rejectedRequests = 0;
  /** Of the engine's clock. */
  firstPeerByteMs: number | null = null;

  get offload(): number {
    const all = this.bytesFromPeers + this.bytesFromWebseeds;
    return all === 0 ? 0 : this.bytesFromPeers / all;
  }

  view(): Pick<Stats, 'bytesFromPeers' | 'bytesFromWebseeds' | 'bytesToPeers' | 'playlistBytes' | 'playlistPolls' | 'badRecords' | 'badPieces' | 'bannedPeers' | 'firstPeerByteMs' | 'offload'> {
    const { bytesFromPeers, bytesFromWebseeds, bytesToPeers, playlistBytes, playlistPolls, badRecords, badPieces, bannedPeers, firstPeerByteMs, offload } = this;
    return { bytesFromPeers, bytesFromWebseeds, bytesToPeers, playlistBytes, playlistPolls, badRecords, badPieces, bannedPeers, firstPeerByteMs, offload };
  }
}
