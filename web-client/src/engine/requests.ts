import type { Catalogue } from '../content/catalogue';
import { blockAt } from '../content/geometry';
import type { Bytes, PeerId, PieceIndex } from '../content/ids';
import type { Request } from '../schedule/types';
import type { Downloads } from './downloads';
import type { Duties } from './duties';
import type { Fetches } from './fetches';
import type { Neighbourhood } from './neighbourhood';
import type { SegmentWork } from './work';

/** What carrying out requests needs. */
export interface RequestConfig {
  readonly catalogue: Catalogue;
  readonly downloads: Downloads;
  readonly neighbours: Neighbourhood;
  readonly duties: Duties;
  readonly fetches: Fetches;
  readonly now: () => number;
}

/** Carries out what a plan asks for, and knows what blocks that come were asked for. What is not wanted any more by then is left alone. */
export class Requests {
  constructor(private readonly config: RequestConfig) {}

  execute(request: Request): void {
    switch (request.type) {
      case 'fetch':
        this.fetch(request);
        break;
      case 'ask':
        this.ask(request);
        break;
      case 'cancel':
        this.late(request.peer, request.piece, request.block);
        break;
    }
  }

  /** Nobody wants a work any more. */
  drop(work: SegmentWork): void {
    this.config.fetches.abort(work);
    this.config.downloads.forget(work);
    for (const piece of work.pieces) this.cancelAll(piece);
  }

  /** A peer brought a block that it was asked for; `false` when nobody has a use for it. */
  came(peer: PeerId, index: PieceIndex, begin: number, data: Bytes): boolean {
    const found = this.locate(index);
    const number = blockAt(begin);
    const asked = found?.piece.blocks[number]?.asked ?? [];
    if (found === null || !this.config.downloads.block(found.work, found.piece.piece, begin, data, peer)) return false;
    for (const other of asked) if (other.peer !== peer) this.config.neighbours.cancel(other.peer, index, number, found.piece.bytes);
    return true;
  }

  /** A peer will not bring a block. */
  unanswered(peer: PeerId, index: PieceIndex, block: number): void {
    const work = this.locate(index)?.piece.blocks[block];
    if (work !== undefined) work.asked = work.asked.filter((asked) => asked.peer !== peer);
  }

  private fetch({ segment, from, pieces, need }: Extract<Request, { type: 'fetch' }>): void {
    const { downloads, neighbours, duties, fetches } = this.config;
    const work = downloads.find(segment.root);
    if (work === null) return;
    for (const piece of work.pieces) {
      if (piece.piece < from || piece.piece >= from + pieces) continue;
      if (![...neighbours.peers.values()].some((peer) => peer.askable && peer.has(piece.index))) duties.fetched(segment, piece.piece);
      this.cancelAll(piece);
    }
    this.activate(work);
    fetches.begin(work, from, pieces, need);
  }

  private ask({ peer, piece: index, block, expectedMs }: Extract<Request, { type: 'ask' }>): void {
    const found = this.locate(index);
    if (found === null || !this.config.neighbours.ask(peer, index, block, found.piece.bytes, expectedMs)) return;
    found.piece.blocks[block]?.asked.push({ peer, atMs: this.config.now(), expectedMs });
    this.activate(found.work);
  }

  private late(id: PeerId, index: PieceIndex, block: number): void {
    const found = this.locate(index);
    if (found === null) return;
    const peer = this.config.neighbours.peers.get(id);
    const request = peer?.standing.asking(index, block) ?? null;
    if (request !== null) peer?.standing.late(request);
    this.config.neighbours.cancel(id, index, block, found.piece.bytes);
    this.unanswered(id, index, block);
  }

  private cancelAll(piece: SegmentWork['pieces'][number]): void {
    piece.blocks.forEach((block, i) => {
      for (const { peer } of block.asked) this.config.neighbours.cancel(peer, piece.index, i, piece.bytes);
    });
  }

  /** A webseed brought blocks that peers were asked for as well: they need not send them. */
  brought(piece: SegmentWork['pieces'][number]): void {
    piece.blocks.forEach((block, i) => {
      if (!block.here || block.asked.length === 0) return;
      for (const { peer } of block.asked) this.config.neighbours.cancel(peer, piece.index, i, piece.bytes);
      block.asked = [];
    });
  }

  private activate(work: SegmentWork): void {
    for (const demand of work.demands) demand.active(this.config.now());
  }

  private locate(index: PieceIndex): { readonly work: SegmentWork; readonly piece: SegmentWork['pieces'][number] } | null {
    const place = this.config.catalogue.at(index);
    const work = place === null ? null : this.config.downloads.find(place.segment.root);
    const piece = place === null ? undefined : work?.open.get(place.piece);
    return work === null || piece === undefined ? null : { work, piece };
  }
}
