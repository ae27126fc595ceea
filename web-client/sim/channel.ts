import type { Segment } from '../src/content/records';
import type { Clock } from './clock';
import type { Film } from './film';
import type { SimNode } from './node';
import type { Random } from './random';
import type { Viewer } from './viewer';

/* As LiveRelay.java and src/engine/live-playlists.ts have them. */
const LEAST_TOLD = 8;
const DRAWN = 4 * LEAST_TOLD;
const LATE_TIMES = 1.5;
/** What the check of a signature takes, with the turn that it waits for. */
const CHECK_MS = 5;

/** A live channel on the air: when its segments are there, the node tells those who fetch them for all. */
export class SimChannel {
  constructor(
    private readonly clock: Clock,
    private readonly film: Film,
    private readonly node: SimNode,
    private readonly random: Random,
  ) {}

  begin(renditions: number): void {
    for (let i = 0; i < renditions; i++) {
      for (const segment of this.film.rendition(i)) {
        const atMs = this.film.availableMs(segment);
        if (atMs > 0) this.clock.at(atMs, () => this.published(segment));
      }
    }
  }

  private published(segment: Segment): void {
    if (this.node.dead) return;
    for (const viewer of this.told(segment)) {
      this.clock.after(this.node.rttTo(viewer) / 2, () => viewer.hearing?.hears(segment.number));
    }
  }

  private told(segment: Segment): Iterable<Viewer> {
    const { viewers } = this.node;
    const told = new Set(viewers.filter((viewer) => viewer.rendition === segment.rendition && owns(viewer, segment)));
    for (let i = 0; i < DRAWN && told.size < LEAST_TOLD && viewers.length > 0; i++) {
      const other = viewers[this.random.below(viewers.length)];
      if (other?.rendition === segment.rendition) told.add(other);
    }
    return told;
  }
}

function owns({ duty }: Viewer, segment: Segment): boolean {
  for (let piece = 0; piece < segment.pieces; piece++) if ((duty?.owns(segment, piece as Parameters<typeof duty.owns>[1]) ?? null) !== null) return true;
  return false;
}

/**
 * What a viewer has heard of a channel: from the node, from neighbours who play the same, or from a playlist, which it asks a webseed for when
 * the next segment is late; without peers as often as hls.js does. Records come in order.
 */
export class Hearing {
  /** The number of the newest segment that is known; 0 for none. */
  newest = 0;
  private polls = 0;

  constructor(
    private readonly viewer: Viewer,
    private readonly film: Film,
    private readonly alone: boolean,
  ) {}

  /** The playlist is loaded, for the first time or again. */
  poll(): void {
    const poll = ++this.polls;
    const { clock, world, place } = this.viewer;
    clock.after(world.webseed.rttTo(place), () => {
      if (this.viewer.gone || poll !== this.polls) return;
      const edge = this.film.edge(clock.nowMs);
      const advanced = edge > this.newest;
      if (advanced) this.hears(edge);
      else this.pollAfter(this.film.segmentMs / 2);
    });
  }

  /** Segments up to a number are known from now on, and neighbours who play the same are told. */
  hears(number: number): void {
    if (this.viewer.gone || number <= this.newest) return;
    this.newest = number;
    this.viewer.player.load();
    this.viewer.wake();
    for (const neighbour of this.viewer.neighbours.values()) this.tell(neighbour.other, neighbour.networkMs);
    this.pollAfter((this.alone ? 1 : LATE_TIMES) * this.film.segmentMs);
  }

  /** A neighbour is here: it hears what is known. */
  met(other: Viewer, networkMs: number): void {
    this.tell(other, networkMs);
  }

  private tell(other: Viewer, networkMs: number): void {
    const number = this.newest;
    if (other.rendition === this.viewer.rendition && (other.hearing?.newest ?? Infinity) < number) {
      this.viewer.clock.after(CHECK_MS + networkMs / 2, () => other.hearing?.hears(number));
    }
  }

  private pollAfter(ms: number): void {
    const poll = ++this.polls;
    this.viewer.timer(ms, () => {
      if (!this.viewer.gone && poll === this.polls) this.poll();
    });
  }
}
