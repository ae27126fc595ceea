import type { Bytes } from '../content/ids';
import type { Segment } from '../content/records';
import type { Disk, Verdict } from './disk';

/** Whole segments of a title that were had before. */
export interface Shelf {
  /** Records became known: what is kept of their segments is handed to `take`, which checks it. Never rejects. */
  restore(segments: readonly Segment[], take: (segment: Segment, bytes: Bytes) => Promise<Verdict>): Promise<void>;
  /** A segment is whole and verified. */
  keep(segment: Segment, read: () => Bytes | null): Promise<void>;
  close(): void;
}

/** What of a title is kept between visits, once that is open; `null` where nothing can be. */
export class DiskShelf implements Shelf {
  constructor(private readonly disk: Promise<Disk | null>) {}

  async restore(segments: readonly Segment[], take: (segment: Segment, bytes: Bytes) => Promise<Verdict>): Promise<void> {
    await (await this.disk)?.restore(segments, take).catch(() => undefined);
  }

  async keep(segment: Segment, read: () => Bytes | null): Promise<void> {
    (await this.disk)?.keep(segment.root, read);
  }

  close(): void {
    void this.disk.then((disk) => disk?.close());
  }
}
