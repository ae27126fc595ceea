import type { Need } from '../src/schedule/types';
import type { Clock } from './clock';
import { Gate } from './gate';
import type { Entrant } from './gate';
import { rttMs } from './network';
import type { Downlink, Place } from './network';

/** What a webseed can give, of all its viewers together and to one of them. */
export interface WebseedCapacity {
  readonly bitsPerMs: number;
  readonly streamBitsPerMs: number;
  /** From the request to the first byte, the network's round trip aside. */
  readonly serviceMs: number;
}

/** A range that a viewer asks for, piece by piece. */
export interface RangeRequest {
  readonly place: Place;
  readonly downlink: Downlink;
  readonly pieces: readonly number[];
  readonly need: Need;
  /** The answer begins, after so long in the queue. */
  begun?(waitedMs: number): void;
  /** The bytes of the i-th piece of `pieces` are there. */
  arrived(i: number): void;
  failed(): void;
  /** It is too hot for that, and asks to be asked again after this time. */
  refused(retryAfterMs: number): void;
}

interface Transfer extends Entrant {
  readonly request: RangeRequest;
  next: number;
  /** Service it will have had when its next piece is sent, of the fair share since the beginning. */
  due: number;
  aborted: boolean;
  cameAtMs: number;
}

const REFUSED_MS = 30;
/** As src/net/webseed.ts has it: an answer that has not begun by then is given up. */
const STALL_MS = 10_000;

/**
 * A webseed whose gate says which ranges are answered, and whose bandwidth is shared equally by the ranges under way. `served` is the service one range has had since the
 * beginning (in bits), so that a range's end is known as a value of it and nothing is recalculated when others come and go.
 */
export class WebseedHost {
  bytesSent = 0;
  requests = 0;
  dead = false;
  peakTransfers = 0;
  private readonly transfers: Transfer[] = [];
  private readonly gate: Gate;
  private served = 0;
  private servedAtMs = 0;
  private generation = 0;

  constructor(
    private readonly clock: Clock,
    private readonly place: Place,
    private readonly capacity: WebseedCapacity,
  ) {
    this.gate = new Gate(clock, capacity.bitsPerMs);
  }

  /** Returns what gives it up. */
  fetch(request: RangeRequest): () => void {
    const transfer = this.transfer(request);
    const rtt = this.rttTo(request.place);
    this.requests++;
    this.clock.after(rtt / 2 + this.capacity.serviceMs, () => {
      if (transfer.aborted) return;
      if (this.dead) this.refuse(transfer);
      else this.enter(transfer);
    });
    return () => {
      transfer.aborted = true;
      this.gate.giveUp(transfer);
    };
  }

  private transfer(request: RangeRequest): Transfer {
    const transfer: Transfer = {
      request,
      next: 0,
      due: 0,
      aborted: false,
      cameAtMs: 0,
      bits: 8 * request.pieces.reduce((sum, bytes) => sum + bytes, 0),
      need: request.need,
      from: request.place,
      begin: () => this.begin(transfer),
      refuse: (retryAfterMs) =>
        this.clock.after(this.rttTo(request.place) / 2, () => {
          if (!transfer.aborted) request.refused(retryAfterMs);
        }),
    };
    return transfer;
  }

  private enter(transfer: Transfer): void {
    transfer.cameAtMs = this.clock.nowMs;
    this.gate.enter(transfer);
    this.clock.after(STALL_MS, () => {
      if (this.gate.giveUp(transfer)) transfer.request.failed();
    });
  }

  rttTo(place: Place): number {
    return rttMs(this.place, place);
  }

  /** How long a range takes when nobody else asks. */
  aloneMs(place: Place, bytes: number): number {
    return this.rttTo(place) + this.capacity.serviceMs + (8 * bytes) / Math.min(this.capacity.streamBitsPerMs, this.capacity.bitsPerMs);
  }

  revive(): void {
    this.dead = false;
  }

  die(): void {
    this.dead = true;
    for (const transfer of this.transfers.splice(0)) {
      this.leave(transfer);
      this.refuse(transfer);
    }
    for (const entrant of this.gate.empty()) this.refuse(entrant as Transfer);
  }

  private refuse(transfer: Transfer): void {
    this.clock.after(REFUSED_MS, () => {
      if (!transfer.aborted) transfer.request.failed();
    });
  }

  private begin(transfer: Transfer): void {
    transfer.request.begun?.(this.clock.nowMs - transfer.cameAtMs);
    this.advance();
    transfer.due = this.served + 8 * (transfer.request.pieces[0] ?? 0);
    this.insert(transfer);
    this.peakTransfers = Math.max(this.peakTransfers, this.transfers.length);
    this.schedule();
  }

  private get rate(): number {
    return Math.min(this.capacity.streamBitsPerMs, this.capacity.bitsPerMs / Math.max(1, this.transfers.length));
  }

  private advance(): void {
    this.served += this.rate * (this.clock.nowMs - this.servedAtMs);
    this.servedAtMs = this.clock.nowMs;
  }

  /** Keeps `transfers` in order of what is due first. */
  private insert(transfer: Transfer): void {
    let low = 0;
    for (let high = this.transfers.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((this.transfers[middle]?.due ?? 0) <= transfer.due) low = middle + 1;
      else high = middle;
    }
    this.transfers.splice(low, 0, transfer);
  }

  private schedule(): void {
    const generation = ++this.generation;
    const [first] = this.transfers;
    if (first === undefined) return;
    this.clock.after((first.due - this.served) / this.rate, () => {
      if (generation === this.generation) this.sent();
    });
  }

  private sent(): void {
    this.advance();
    const transfer = this.transfers.shift();
    if (transfer === undefined) return;
    this.piece(transfer);
    this.schedule();
  }

  /** What of an answer was given up before it was sent can be sent to others. */
  private leave({ request, next, aborted }: Transfer): void {
    const sent = request.pieces.slice(0, aborted ? next + 1 : next).reduce((sum, bytes) => sum + bytes, 0);
    const all = request.pieces.reduce((sum, bytes) => sum + bytes, 0);
    this.gate.leave(8 * (all - sent));
  }

  private piece(transfer: Transfer): void {
    const { request } = transfer;
    const bytes = request.pieces[transfer.next] ?? 0;
    this.bytesSent += bytes;
    if (transfer.aborted) {
      this.leave(transfer);
      return;
    }
    const i = transfer.next++;
    const atMs = request.downlink.through(this.clock.nowMs + this.rttTo(request.place) / 2, bytes);
    this.clock.at(atMs, () => {
      if (!transfer.aborted) request.arrived(i);
    });
    const following = request.pieces[transfer.next];
    if (following === undefined) {
      this.leave(transfer);
      return;
    }
    transfer.due += 8 * following;
    this.insert(transfer);
  }
}
