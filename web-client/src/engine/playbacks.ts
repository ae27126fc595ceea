import type { Playback } from '../engine-api';

const NOWHERE: Playback = { playheadMs: 0, rate: 1, paused: true, bufferedAheadMs: 0, rendition: null };
const JUMP_MS = 2_000;

/** What those who share an engine play. `loading` tells the rendition of what is loaded already, for players that have not said theirs. */
export class Playbacks {
  private readonly all = new Map<object, Playback>();

  constructor(private readonly loading: () => string | null) {}

  /** Takes one's playback; tells whether others should hear of it at once: a jump, another rendition, a pause or its end. */
  take(user: object, playback: Playback): boolean {
    const before = this.all.get(user) ?? NOWHERE;
    this.all.set(user, playback);
    const jumped = Math.abs(playback.playheadMs - before.playheadMs) > JUMP_MS;
    return jumped || playback.rendition !== before.rendition || playback.paused !== before.paused;
  }

  left(user: object): void {
    this.all.delete(user);
  }

  /** What others are told of: the first that plays, else the first. */
  get told(): Playback {
    const all = [...this.all.values()];
    return all.find(({ paused }) => !paused) ?? all[0] ?? NOWHERE;
  }

  get live(): Playback {
    const { told } = this;
    const rendition = told.rendition ?? this.loading();
    return rendition === null ? told : { ...told, rendition };
  }

  /** Every one's, and at least one. */
  get each(): readonly Playback[] {
    return this.all.size > 1 ? [...this.all.values()] : [this.live];
  }
}
