import type { Viewer } from './viewer';

/** So many viewers whom nobody accuses are believed, or more of those who are accused themselves. */
const ENOUGH = 3;
/** What a lie costs whom it is told of, and an accusation that nobody has made before its accuser. */
const LIE_DEMERITS = 4;
const ACCUSER_DEMERITS = 1;
const MAX_DEMERITS = 16;
const FADES_EVERY_MS = 60_000;

/** What a node holds against a viewer. */
interface Record {
  readonly voices: Map<Viewer, number>;
  demerits: number;
  atMs: number;
}

/** Who sends wrong bytes by others' word, as Accusations.java, Reports.java and Peer.java have it; each viewer is in a network of its own, and an hour is longer than a run. */
export class Accusations {
  private readonly records = new Map<Viewer, Record>();

  constructor(private readonly now: () => number) {}

  /** A viewer that is connected with another says that it sent wrong bytes. */
  add(accuser: Viewer, accused: Viewer): void {
    const record = this.record(accused);
    if (record.voices.size === 0) this.demerit(accuser, ACCUSER_DEMERITS);
    record.voices.set(accuser, 1 / (1 + this.weight(accuser)));
    this.demerit(accused, LIE_DEMERITS);
  }

  /** Nobody is brought together with it: there are enough accusers, and as many as neighbours that say nothing. */
  shuns(viewer: Viewer): boolean {
    return this.weight(viewer) >= Math.max(ENOUGH, viewer.neighbours.size);
  }

  /** Not forgotten yet: one is every minute. */
  demerits(viewer: Viewer): number {
    const record = this.records.get(viewer);
    return record === undefined ? 0 : Math.max(0, record.demerits - Math.floor((this.now() - record.atMs) / FADES_EVERY_MS));
  }

  private weight(viewer: Viewer): number {
    let weight = 0;
    for (const voice of this.records.get(viewer)?.voices.values() ?? []) weight += voice;
    return weight;
  }

  private demerit(viewer: Viewer, more: number): void {
    const demerits = Math.min(MAX_DEMERITS, this.demerits(viewer) + more);
    Object.assign(this.record(viewer), { demerits, atMs: this.now() });
  }

  private record(viewer: Viewer): Record {
    const known = this.records.get(viewer) ?? { voices: new Map<Viewer, number>(), demerits: 0, atMs: 0 };
    this.records.set(viewer, known);
    return known;
  }
}
