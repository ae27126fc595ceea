import type { PieceIndex } from '../src/content/ids';
import { Gather } from '../src/engine/gather';
import { isToldAtOnce } from '../src/schedule/needed';
import type { Viewer } from './viewer';

/* As src/engine/neighbourhood.ts has them. */
const TELL_SOON_MS = 40;
const TELL_MS = 100;

/** What a viewer tells its neighbours that it has: pieces that came within a moment together. */
export class Telling {
  private fresh: PieceIndex[] = [];
  private readonly news: Gather;

  constructor(private readonly viewer: Viewer) {
    const { clock } = viewer;
    this.news = new Gather(() => clock.nowMs, (ms, action) => clock.after(ms, action), () => this.tell());
  }

  /** A piece is held from now on. */
  held(index: PieceIndex): void {
    const { behaviour, world, player, neighbours } = this.viewer;
    if (!behaviour.uploads || behaviour.lies) return;
    this.fresh.push(index);
    const segment = world.film.at(index)?.segment;
    const atOnce = segment === undefined || isToldAtOnce(segment, player.playheadMs, neighbours.values());
    this.news.within(atOnce ? TELL_SOON_MS : TELL_MS);
  }

  private tell(): void {
    const fresh = this.fresh;
    this.fresh = [];
    this.viewer.clock.after(this.viewer.nearRttMs / 2, () => {
      for (const { other } of this.viewer.neighbours.values()) other.heard(this.viewer, fresh);
    });
  }
}
