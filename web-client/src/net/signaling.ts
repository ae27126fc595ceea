import { Attempts } from './backoff';
import { readDownward, writeUpward } from './signal-messages';
import type { Downward, Upward } from './signal-messages';

/*
 * States: idle → connecting → open → (waiting → connecting)* → closed. `close()` is final and idempotent.
 * Invariant: at most one socket and one timer; a handler of an older socket does nothing.
 */

/** What happens at the signaling door. */
export interface SignalingHandlers {
  /** The ticket to say hello with. */
  ticket(): string;
  opened(): void;
  message(message: Downward): void;
  /** The connection is lost; another will be tried. `refused` when the node said that the ticket is not taken. */
  lost(refused: boolean): void;
}

const RECONNECT = { firstMs: 1_000, mostMs: 30_000 };
/** The longest that a node may ask a viewer to stay away. */
const AFTER_MOST_MS = 600_000;
const CONNECT_TIMEOUT_MS = 8_000;
const POLICY_CLOSE = 1008;
const TRY_LATER_CLOSE = 1013;
const MOST_BUFFERED_BYTES = 1_048_576;

/** A viewer's WebSocket at the signaling door (docs/PROTOCOL.md §5), opened again with exponential back-off and jitter. */
export class Signaling {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly attempts = new Attempts(RECONNECT);
  private closed = false;
  private welcomed = false;

  constructor(
    private url: string,
    private readonly handlers: SignalingHandlers,
    private readonly random: () => number,
  ) {}

  get isOpen(): boolean {
    return this.welcomed;
  }

  /** Where to connect from the next attempt on. */
  moveTo(url: string): void {
    this.url = url;
  }

  /** `early` is a socket of this node on which nothing was said yet. When nothing comes of it, the address is tried at once. */
  connect(early: WebSocket | null = null): void {
    if (this.closed || this.socket !== null) return;
    this.clearTimer();
    const socket = early ?? this.open();
    if (socket === null) this.retry(null, false);
    else this.use(socket, early !== null);
  }

  /** Sends when connected, else drops: everything but hello is said again after a new welcome. */
  send(message: Upward): void {
    const socket = this.socket;
    if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > MOST_BUFFERED_BYTES) return;
    socket.send(writeUpward(message));
  }

  close(): void {
    if (this.closed) return;
    this.send({ type: 'bye' });
    this.closed = true;
    this.clearTimer();
    this.detach()?.close(1000);
  }

  private open(): WebSocket | null {
    try {
      return new WebSocket(this.url);
    } catch {
      return null;
    }
  }

  private use(socket: WebSocket, early: boolean): void {
    this.socket = socket;
    this.timer = setTimeout(() => this.drop(socket, false), CONNECT_TIMEOUT_MS);
    const hello = (): void => this.send({ type: 'hello', ticket: this.handlers.ticket() });
    socket.onopen = hello;
    socket.onmessage = (event: MessageEvent<unknown>) => this.receive(socket, event.data);
    socket.onclose = ({ code }) => {
      if (early && !this.welcomed && code !== TRY_LATER_CLOSE) this.instead(socket);
      else this.drop(socket, code === POLICY_CLOSE);
    };
    if (socket.readyState === WebSocket.OPEN) hello();
  }

  private receive(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket || typeof data !== 'string') return;
    const message = readDownward(data);
    if (message === null) return;
    if (message.type === 'welcome') {
      this.clearTimer();
      this.welcomed = true;
      this.attempts.opened(performance.now());
      this.handlers.opened();
    }
    if (message.type === 'reconnect') this.reconnect(message.url, message.afterMs);
    this.handlers.message(message);
  }

  private reconnect(url: string | null, afterMs: number): void {
    if (url !== null && /^wss?:\/\//.test(url)) this.url = url;
    this.detach()?.close(1000);
    this.retry(afterMs, false);
  }

  private instead(early: WebSocket): void {
    if (early !== this.socket) return;
    this.detach();
    this.connect();
  }

  private drop(socket: WebSocket, refused: boolean): void {
    if (socket !== this.socket) return;
    this.detach()?.close();
    this.retry(null, refused);
  }

  private retry(afterMs: number | null, refused: boolean): void {
    if (this.closed) return;
    this.clearTimer();
    const wait = this.attempts.ended(performance.now(), this.random());
    this.timer = setTimeout(() => this.connect(), Math.min(afterMs ?? wait, AFTER_MOST_MS));
    this.handlers.lost(refused);
  }

  private detach(): WebSocket | null {
    const socket = this.socket;
    this.socket = null;
    this.welcomed = false;
    if (socket !== null) socket.onopen = socket.onmessage = socket.onclose = null;
    return socket;
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
