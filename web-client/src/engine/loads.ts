import type { Segment } from '../content/records';
import type { Loaded, LoadOptions } from '../engine-api';
import { uriBelow } from './address';
import { deadlineOf } from './deadline';
import type { EarlyLoads } from './early';
import type { PlainLoads } from './plain';
import type { SegmentLoads } from './segment-loads';
import type { Swarm } from './swarm';
import type { Webseeds } from './webseeds';

/** What loads need of the engine. */
export interface LoadsPort {
  /** `null` before this viewer was admitted. */
  swarm(): Swarm | null;
  /** The node was asked for admission. */
  joining(): boolean;
}

const NAMES_MOST = 64;

/** What players load, by its kind: segments through the swarm, playlists rebuilt where that is fresher, everything else over HTTP. */
export class Loads {
  /** Names by their addresses: a player asks about the same few all the time. */
  private readonly names = new Map<string, string>();

  constructor(
    private readonly webseeds: Webseeds,
    private readonly early: EarlyLoads,
    private readonly plain: PlainLoads,
    private readonly segments: SegmentLoads,
    private readonly port: LoadsPort,
  ) {}

  /** Loads for a player, `user`. Rejects as {@link SegmentLoads.load} does, and when `signal` fires. */
  load(url: string, options: LoadOptions, signal: AbortSignal, user: object): Promise<Omit<Loaded, 'bitsPerSecond'>> {
    const absolute = new URL(url, globalThis.location.href).href;
    const uri = uriBelow(absolute, this.webseeds.all);
    const whole = uri !== null && options.range === undefined;
    if (whole && options.kind === 'segment') return this.segments.load(uri, absolute, deadlineOf(options, () => performance.now()), signal);
    if (whole && options.kind === 'playlist') return this.playlist(uri, absolute, options, signal, user);
    return this.plain.load(uri ?? absolute, absolute, options, signal);
  }

  /** The segment at an address; `null` for what is none, and before its record is known. */
  segmentAt(url: string): Segment | null {
    const uri = this.nameOf(url);
    return uri === null ? null : (this.port.swarm()?.catalogue.find(uri) ?? null);
  }

  /** `null` for an address that is not one of the title's. */
  private nameOf(url: string): string | null {
    const known = this.names.get(url);
    if (known !== undefined) return known;
    const uri = uriBelow(new URL(url, globalThis.location.href).href, this.webseeds.all);
    if (uri === null) return null;
    if (this.names.size >= NAMES_MOST) this.names.clear();
    this.names.set(url, uri);
    return uri;
  }

  /** A live channel's playlists may be rebuilt, and bring its records; a master playlist and a film's are only loaded. */
  private async playlist(uri: string, absolute: string, options: LoadOptions, signal: AbortSignal, user: object): Promise<Omit<Loaded, 'bitsPerSecond'>> {
    const poll = (aborted: AbortSignal): Promise<Omit<Loaded, 'bitsPerSecond'>> => this.plain.load(uri, absolute, options, aborted);
    const live = this.port.swarm()?.live ?? null;
    if (live !== null) return live.playlists.load(uri, user, poll, signal);
    const loaded = await poll(signal);
    const swarm = this.port.swarm();
    if (swarm !== null) await swarm.live?.playlists.heard(uri, loaded.data);
    else if (this.port.joining()) this.early.heard(uri, loaded.data.slice(0));
    return loaded;
  }
}
