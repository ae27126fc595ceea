/** Seconds since a viewer came, up to which its webseed bytes are counted together. */
const AGES_S = [2, 4, 8, 20, 60];

/** What a run counts. Bytes are of media. */
export class Figures {
  webseedBytes = 0;
  /** The first segment of each viewer that came, whoever brought it: it comes before anybody can be met. */
  startBytes = 0;
  /** What those who send wrong bytes had of webseeds after that: nobody else gives to them. */
  outcastBytes = 0;
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
  /** How far viewers of a live title are behind it, at every second of each. */
  latencyMs = 0;
  private latencies = 0;
  viewers = 0;
  ticks = 0;
  channels = 0;
  failedChannels = 0;
  /** Segments that somebody had whole. */
  readonly watched = new Set<string>();
  /** Bytes that came from webseeds by why they were asked for; and by the viewer's age and whether peers could have brought them when they came. */
  readonly byReason: Record<string, number> = {};
  readonly byAge: Record<string, number> = {};

  /** One viewer is so far behind, one more time. */
  behind(ms: number): void {
    this.latencies++;
    this.latencyMs += (ms - this.latencyMs) / this.latencies;
  }

  fetched(reason: string, bytes: number, ageMs: number, about: string): void {
    this.byReason[reason] = (this.byReason[reason] ?? 0) + bytes;
    const age = AGES_S.find((seconds) => ageMs < 1_000 * seconds);
    const key = `${reason}, ${about}, ${age === undefined ? 'later' : `before ${age} s`}`;
    this.byAge[key] = (this.byAge[key] ?? 0) + bytes;
  }
}
