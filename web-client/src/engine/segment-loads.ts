import type { Bytes } from '../content/ids';
import type { Segment } from '../content/records';
import type { Loaded } from '../engine-api';
import { needOf, urgentMs } from '../schedule/urgent';
import type { Counters } from './counters';
import type { Deadline } from './deadline';
import type { EarlyLoads } from './early';
import type { PlainLoads } from './plain';
import type { Swarm } from './swarm';
import type { Webseeds } from './webseeds';

/** A live segment's record comes at most so long after its bytes. */
const RECORD_MOST_MS = 5_000;

/** What loading segments needs of the engine. */
export interface SegmentPort {
  /** `null` before this viewer was admitted. */
  swarm(): Swarm | null;
  /** The node was asked for admission. */
  joining(): boolean;
  /** How long before its deadline a load is fetched without peers. */
  aloneMs(): number;
  /** Has a round run now. */
  tick(): void;
}

/** A player's loads of segments: through the swarm once their records are known, over HTTP before. */
export class SegmentLoads {
  constructor(
    private readonly webseeds: Webseeds,
    private readonly early: EarlyLoads,
    private readonly plain: PlainLoads,
    private readonly counters: Counters,
    private readonly port: SegmentPort,
  ) {}

  /** Loads a segment that the player knows at the address `own`. */
  async load(uri: string, own: string, deadline: Deadline, signal: AbortSignal): Promise<Omit<Loaded, 'bitsPerSecond'>> {
    const reachMs = (): number => Math.max(this.port.aloneMs(), urgentMs(this.webseeds.measuredSegmentMs, deadline.givenMs));
    await this.early.wait(() => this.find(uri) !== null || deadline.at() - performance.now() < reachMs(), signal);
    const segment = this.find(uri);
    const swarm = this.port.swarm();
    if (swarm !== null && segment !== null && !this.early.running.has(uri)) {
      const demand = swarm.downloads.demand(segment, deadline, signal);
      this.port.tick();
      return demand;
    }
    this.early.running.add(uri);
    try {
      const need = needOf(deadline.at() - performance.now(), this.webseeds.measuredSegmentMs);
      const loaded = await this.plain.bytes(uri, own, signal, (bytes) => (this.counters.bytesFromWebseeds += bytes), { need: need === 'ahead' ? 'soon' : need });
      this.webseeds.succeeded(loaded.bytesFromWebseeds, loaded.activeMs);
      const data = loaded.data.slice().buffer;
      void this.adopt(uri, loaded.data);
      return { ...loaded, data };
    } catch (error) {
      this.early.running.delete(uri);
      throw error;
    }
  }

  /** A record became known: what was played before is checked, if it was kept. */
  known(segment: Segment): void {
    const kept = this.early.take(segment.uri);
    if (kept !== null) void this.adopt(segment.uri, kept);
  }

  /**
   * Bytes that were played before their record was known are checked when it is, then offered; until then nobody loads them again. A live
   * segment's comes soon or never: of what lies behind the window there is none.
   */
  private async adopt(uri: string, bytes: Bytes): Promise<void> {
    const segment = this.find(uri);
    const swarm = this.port.swarm();
    if (segment === null && this.port.joining()) {
      if ((swarm?.live ?? null) === null) this.early.keep(uri, bytes);
      else this.early.keepFor(uri, bytes, RECORD_MOST_MS);
      return;
    }
    if (swarm !== null && segment !== null) await swarm.downloads.adopt(segment, bytes);
    this.early.running.delete(uri);
  }

  private find(uri: string): Segment | null {
    return this.port.swarm()?.catalogue.find(uri) ?? null;
  }
}
