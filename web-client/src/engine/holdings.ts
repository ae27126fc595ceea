import type { Catalogue } from '../content/catalogue';
import type { Geometry } from '../content/geometry';
import type { Bytes, Root } from '../content/ids';
import type { Segment } from '../content/records';
import type { Store } from '../content/store';
import type { Block } from '../wire/messages';

/** The store in the swarm's words: segments, and blocks of piece indices. */
export class Holdings {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly geometry: Geometry,
    private readonly store: Store,
  ) {}

  /** All of a segment is held. */
  all({ sizeBytes, root }: Segment): boolean {
    for (const piece of this.geometry.each(sizeBytes)) if (!this.store.has(root, piece)) return false;
    return true;
  }

  /** The bytes of a segment, a copy; `null` when not all of it is held. */
  bytesOf(segment: Segment): Bytes | null {
    if (!this.all(segment)) return null;
    const { sizeBytes, root } = segment;
    const bytes = new Uint8Array(sizeBytes);
    for (const piece of this.geometry.each(sizeBytes)) this.store.copyTo(root, piece, bytes, this.geometry.pieceRange(sizeBytes, piece).start);
    return bytes;
  }

  /** The same of a segment by its root; `null` for one that is not known, too. */
  bytesOfRoot(root: Root): Bytes | null {
    const segment = this.catalogue.byRoot(root);
    return segment === null ? null : this.bytesOf(segment);
  }

  /** The bytes of a block, pads as zeros; `null` when they are not held. */
  read({ piece: index, begin, length }: Block): Bytes | null {
    const place = this.catalogue.at(index);
    if (place === null) return null;
    const real = this.geometry.pieceBytes(place.segment.sizeBytes, place.piece);
    const bytes = new Uint8Array(length);
    if (begin >= real) return this.store.has(place.segment.root, place.piece) ? bytes : null;
    const held = this.store.read(place.segment.root, place.piece, begin, Math.min(length, real - begin));
    if (held === null) return null;
    if (held.length === length) return held;
    bytes.set(held);
    return bytes;
  }
}
