import { text, utf8 } from '../content/bencode';
import { unbase64url } from '../content/ids';
import type { Bytes } from '../content/ids';
import { extended, readLivePlaylist, writePlaylist } from '../content/playlist';
import type { LivePlaylist } from '../content/playlist';
import type { Loaded } from '../engine-api';
import type { Channel, KnownRecord } from './channel';
import { Waits } from './waiting';

/** A loaded playlist. */
export type LoadedPlaylist = Omit<Loaded, 'bitsPerSecond'>;
/** Asks a webseed for a playlist. */
export type Poll = (signal: AbortSignal) => Promise<LoadedPlaylist>;

export interface PlaylistPort {
  now(): number;
  /** Runs `action` once, and returns what takes it back. */
  after(ms: number, action: () => void): () => void;
  /** A signed record that a playlist carries. */
  record(encoded: Bytes): Promise<void>;
  /** The channel has ended. */
  ended(): void;
  /** Fires when the engine ends. */
  readonly signal: AbortSignal;
}

interface List {
  readonly rendition: string;
  /** As the webseed wrote it last. */
  written: LivePlaylist;
  polledAtMs: number;
  polling: boolean;
  /** The number of the last segment that each player was told of. */
  readonly told: WeakMap<object, number>;
}

/** A segment is late so many target durations after the one before it. */
const LATE_TIMES = 1.5;
/** Whatever is known from others, a webseed is asked after so many target durations. */
const POLL_EVERY_TIMES = 10;
const NAME = /^([^/]+)\/index\.m3u8$/;

/*
 * States of a list: unknown → polled; then what players are told is what the webseed wrote last and all records behind it. A load waits only for
 * a segment that others are expected to bring, never longer than until it is late.
 */

/** The media playlists of a live channel: rebuilt from records where those are fresher than what a webseed wrote. */
export class LivePlaylists {
  private readonly lists = new Map<string, List>();
  private readonly waits = new Waits();

  constructor(
    private readonly channel: Channel,
    private readonly targetMs: number,
    private readonly port: PlaylistPort,
  ) {}

  /** Loads a playlist for a player, `user`, from `poll` when nothing newer is known by the time a segment is late. */
  async load(uri: string, user: object, poll: Poll, signal: AbortSignal): Promise<LoadedPlaylist> {
    const startedAt = this.port.now();
    const list = this.lists.get(uri);
    if (list === undefined || list.written.ended) return this.polled(uri, user, await poll(signal));
    if (!this.hasNews(list, user)) await this.untilNewsOrLate(list, user, signal);
    if (!this.hasNews(list, user)) return this.polled(uri, user, await poll(signal));
    if (this.port.now() - list.polledAtMs >= POLL_EVERY_TIMES * this.targetMs) void this.refresh(uri, list, poll);
    return this.told(list, user, { startedAt, finishedAt: this.port.now() });
  }

  /** A playlist came from a webseed: its records are taken, and it is what is rebuilt from now on, unless an older one came late. */
  async heard(uri: string, data: ArrayBuffer): Promise<void> {
    const polledAtMs = this.port.now();
    const rendition = NAME.exec(uri)?.[1] ?? '';
    const written = rendition === '' ? null : parsed(data);
    if (written === null) return;
    await Promise.all(written.records.map((record) => this.take(record)));
    if (written.ended) this.port.ended();
    if (this.channel.placeOf(rendition) < 0) return;
    const list = this.lists.get(uri);
    if (list === undefined) this.lists.set(uri, { rendition, written, polledAtMs, polling: false, told: new WeakMap() });
    else {
      list.polledAtMs = polledAtMs;
      if (written.ended || lastOf(written) >= lastOf(list.written)) list.written = written;
    }
  }

  /** A record became known. */
  changed(): void {
    this.waits.recheck();
  }

  close(): void {
    this.waits.close();
  }

  private async take(record: string): Promise<void> {
    try {
      await this.port.record(unbase64url(record));
    } catch {
      // Not base64url: like any line that is not understood.
    }
  }

  private async polled(uri: string, user: object, loaded: LoadedPlaylist): Promise<LoadedPlaylist> {
    await this.heard(uri, loaded.data);
    const list = this.lists.get(uri);
    return list === undefined ? loaded : this.told(list, user, loaded);
  }

  /** What players are told besides it is not held up by it. */
  private async refresh(uri: string, list: List, poll: Poll): Promise<void> {
    if (list.polling) return;
    list.polling = true;
    const beganAtMs = this.port.now();
    try {
      await this.heard(uri, (await poll(this.port.signal)).data);
      list.polledAtMs = beganAtMs;
    } catch {
      // The next load tries again; what others bring is told meanwhile.
    }
    list.polling = false;
  }

  private async untilNewsOrLate(list: List, user: object, signal: AbortSignal): Promise<void> {
    const lateAtMs = this.lateAtMs(list);
    const waitMs = lateAtMs - this.port.now();
    if (waitMs <= 0) return;
    const cancel = this.port.after(waitMs, () => this.waits.recheck());
    try {
      await this.waits.wait(() => this.hasNews(list, user) || this.port.now() >= lateAtMs, signal);
    } finally {
      cancel();
    }
  }

  /** When the next segment will be late; what came by a playlist only is not brought by anybody. */
  private lateAtMs({ rendition }: List): number {
    const newest = this.channel.newest(rendition);
    return newest === null || newest.carrier === 'playlist' ? -Infinity : newest.sinceMs + LATE_TIMES * this.targetMs;
  }

  /** Something is known that this player was not told of; who was told nothing yet has news while nothing is late. */
  private hasNews(list: List, user: object): boolean {
    const told = list.told.get(user) ?? (this.port.now() < this.lateAtMs(list) ? -1 : Infinity);
    return lastOf(list.written, this.behind(list)) > told;
  }

  private told(list: List, user: object, load: Pick<LoadedPlaylist, 'startedAt' | 'finishedAt'> & Partial<LoadedPlaylist>): LoadedPlaylist {
    const behind = this.behind(list);
    list.told.set(user, lastOf(list.written, behind));
    const written = behind.length === 0 ? list.written : extended(list.written, behind.map(entryOf));
    const { finishedAt } = load;
    return { bytesFromPeers: 0, bytesFromWebseeds: 0, firstByteAt: finishedAt, activeMs: 0, ...load, data: utf8(writePlaylist(written)).buffer };
  }

  /** The records behind what the webseed wrote; none when the playlist must be written anew for them. */
  private behind({ rendition, written }: List): readonly KnownRecord[] {
    const last = written.entries.at(-1);
    if (last === undefined || written.ended) return [];
    const records = this.channel.after(rendition, last.number);
    const long = records.findIndex(({ segment }) => Math.round(segment.durationMs / 1_000) > written.targetSeconds);
    return long < 0 ? records : records.slice(0, long);
  }
}

function lastOf({ entries }: LivePlaylist, behind: readonly KnownRecord[] = []): number {
  return behind.at(-1)?.segment.number ?? entries.at(-1)?.number ?? 0;
}

function entryOf({ segment: { number, lines } }: KnownRecord): LivePlaylist['entries'][number] {
  return { number, lines: lines.split('\n') };
}

function parsed(data: ArrayBuffer): LivePlaylist | null {
  try {
    return readLivePlaylist(text(new Uint8Array(data)));
  } catch {
    return null;
  }
}
