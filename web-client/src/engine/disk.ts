import type { Bytes, Root, SwarmId } from '../content/ids';
import type { Segment } from '../content/records';

/** A folder of the origin's private file system (File System Standard §3), as far as it is used here. */
export type Folder = Pick<FileSystemDirectoryHandle, 'getDirectoryHandle' | 'getFileHandle' | 'removeEntry' | 'values'>;

/** What became of bytes that were read back: `full` when there is no room for more of them. */
export type Verdict = 'right' | 'wrong' | 'full';

interface Kept {
  readonly swarm: string;
  readonly name: string;
  readonly bytes: number;
  readonly atMs: number;
}

const NAME = 'cordwood';
const MOST_BYTES = 512 * 1024 * 1024;
/** Segments that wait to be written; beyond, they are not kept. */
const WAITING_MOST = 8;

/*
 * `cordwood/{swarm}/{root}` is a whole segment. Nothing read from here is believed: who takes it checks it against its root.
 * Invariant: `held` is the sum of `kept`, oldest first, and not above the bound once a write has ended; one write runs at a time.
 */

/** Whole segments of a title kept between visits, together with those of other titles within one bound. The oldest leave first. */
export class Disk {
  private kept: Kept[] = [];
  private held = 0;
  private readonly here = new Set<string>();
  private writing: Promise<void> = Promise.resolve();
  private waiting = 0;
  private closed = false;

  constructor(
    private readonly all: Folder,
    private readonly own: Folder,
    private readonly swarm: SwarmId,
    private readonly mostBytes: number,
  ) {}

  get bytesHeld(): number {
    return this.held;
  }

  /** Finds what is kept, of all titles. */
  async look(): Promise<void> {
    for await (const title of this.all.values()) {
      if (title.kind !== 'directory') continue;
      for await (const file of title.values()) {
        if (file.kind !== 'file') continue;
        const { size, lastModified } = await file.getFile();
        this.add({ swarm: title.name, name: file.name, bytes: size, atMs: lastModified });
      }
    }
    this.kept.sort((a, b) => a.atMs - b.atMs);
    await this.makeRoom(0);
  }

  /** Hands out what is kept of these segments, one after the other, until there is no room for more; what is wrong is dropped. */
  async restore(segments: readonly Segment[], take: (segment: Segment, bytes: Bytes) => Promise<Verdict>): Promise<void> {
    for (const segment of segments) {
      if (this.closed) return;
      if (!this.here.has(segment.root)) continue;
      const bytes = await this.read(segment.root);
      const verdict = bytes === null ? 'wrong' : await take(segment, bytes);
      if (verdict === 'full') return;
      if (verdict === 'wrong') await this.drop(segment.root);
    }
  }

  /** Keeps a segment unless it is kept already; `read` gives its bytes when its turn comes. */
  keep(root: Root, read: () => Bytes | null): void {
    if (this.closed || this.here.has(root) || this.waiting >= WAITING_MOST) return;
    this.waiting++;
    this.writing = this.writing
      .then(() => this.write(root, read))
      .catch(() => this.close())
      .finally(() => this.waiting--);
  }

  /** Resolves when what waits to be written is. */
  settled(): Promise<void> {
    return this.writing;
  }

  /** Nothing is written or handed out any more. */
  close(): void {
    this.closed = true;
  }

  private async write(root: Root, read: () => Bytes | null): Promise<void> {
    const bytes = this.closed || this.here.has(root) ? null : read();
    if (bytes === null || bytes.length > this.mostBytes) return;
    await this.makeRoom(bytes.length);
    const file = await this.own.getFileHandle(root, { create: true });
    const out = await file.createWritable();
    await out.write(bytes);
    await out.close();
    this.add({ swarm: this.swarm, name: root, bytes: bytes.length, atMs: Date.now() });
  }

  private async read(root: Root): Promise<Bytes | null> {
    try {
      const file = await (await this.own.getFileHandle(root)).getFile();
      return new Uint8Array(await file.arrayBuffer());
    } catch {
      return null;
    }
  }

  private add(kept: Kept): void {
    this.kept.push(kept);
    this.held += kept.bytes;
    if (kept.swarm === this.swarm) this.here.add(kept.name);
  }

  private async drop(root: Root): Promise<void> {
    const found = this.kept.find(({ swarm, name }) => swarm === this.swarm && name === root);
    if (found !== undefined) await this.remove(found);
  }

  private async makeRoom(bytes: number): Promise<void> {
    for (let oldest = this.kept[0]; oldest !== undefined && this.held + bytes > this.mostBytes; oldest = this.kept[0]) await this.remove(oldest);
  }

  /** Another tab may have removed it before. */
  private async remove(gone: Kept): Promise<void> {
    this.kept = this.kept.filter((kept) => kept !== gone);
    this.held -= gone.bytes;
    if (gone.swarm === this.swarm) this.here.delete(gone.name);
    const folder = gone.swarm === this.swarm ? this.own : await this.all.getDirectoryHandle(gone.swarm).catch(() => null);
    await folder?.removeEntry(gone.name).catch(() => undefined);
  }
}

/** The private file system of this origin; rejects where there is none, or a page may not use it. */
function originFolder(): Promise<Folder> {
  return navigator.storage.getDirectory();
}

/** Opens what is kept of a title; `null` where the browser or the page has no private file system. Never rejects. */
export async function openDisk(swarm: SwarmId, mostBytes = MOST_BYTES, folder: () => Promise<Folder> = originFolder): Promise<Disk | null> {
  try {
    const all = await (await folder()).getDirectoryHandle(NAME, { create: true });
    const disk = new Disk(all, await all.getDirectoryHandle(swarm, { create: true }), swarm, mostBytes);
    await disk.look();
    return disk;
  } catch {
    return null;
  }
}
