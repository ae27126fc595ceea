import type { PieceIndex } from '../src/content/ids';
import { Gather } from '../src/engine/gather';
import { tellWithinMs } from '../src/schedule/needed';
import type { Viewer } from './viewer';

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
    this.news.within(segment === undefined ? 0 : tellWithinMs(segment, player.playheadMs, neighbours.values()));
  }

  private tell(): void {
    const fresh = this.fresh;
    this.fresh = [];
    this.viewer.clock.after(this.viewer.nearRttMs / 2, () => {
      for (const { other } of this.viewer.neighbours.values()) other.heard(this.viewer, fresh);
    });
  }
}
