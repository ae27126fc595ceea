/** What a run counts. Bytes are of media. */
export class Figures {
  webseedBytes = 0;
  /** Of these, the first four seconds of viewers that had no channel yet. */
  startBytes = 0;
  peerBytes = 0;
  duplicateBytes = 0;
  badPieces = 0;
  badPiecesShown = 0;
  bans = 0;
  wrongBans = 0;
  stalls = 0;
  stalledMs = 0;
  readonly stalledViewers = new Set<number>();
  readonly startsMs: number[] = [];
  worstStartRatio = 0;
  viewers = 0;
  ticks = 0;
  channels = 0;
  failedChannels = 0;
  /** Segments that somebody had whole. */
  readonly watched = new Set<string>();
  readonly byReason: Record<string, number> = {};

  fetched(reason: string, bytes: number): void {
    this.byReason[reason] = (this.byReason[reason] ?? 0) + bytes;
  }
}
