import { vi } from 'vitest';

/** An event target that counts who listens to it. */
class Counted extends EventTarget {
  listeners = 0;

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners--;
    super.removeEventListener(...args);
  }
}

/** What a page has open, by kind. */
export interface OpenThings {
  readonly sockets: number;
  readonly connections: number;
  readonly fetches: number;
  readonly timers: number;
  readonly listeners: number;
}

const PEER = '2d4357303030312d'.padEnd(40, '0');

/** A socket as the node sees it. */
export interface PageSocket {
  readonly url: string;
  open(): void;
  say(message: object): void;
  /** The node, or the way to it, closes with a code of RFC 6455. */
  end(code: number): void;
}

function welcome(socket: PageSocket): void {
  socket.say({ type: 'welcome', peer: PEER, serverTime: Date.now() });
  socket.say({ type: 'introduce', introduction: '0123456789abcdef', peer: 'cd'.repeat(20), timeoutMs: 30_000 });
}

/**
 * A browser's page in Node as far as an engine touches it: the objects that Node lacks, which do nothing but say hello and introduce, and
 * counting ones around those it has.
 */
export class Page {
  readonly sockets = new Set<PageSocket>();
  readonly connections = new Set<object>();
  /** The addresses of all sockets since the beginning. */
  readonly doors: string[] = [];
  /** What was sent to the node, with when it was by the page's clock. */
  readonly said: { readonly type: string; readonly atMs: number }[] = [];
  /** What becomes of a new socket; they open. */
  knocked: (socket: PageSocket) => void = (socket) => socket.open();
  /** What the node says to a hello; it lets in. */
  greeted: (socket: PageSocket) => void = welcome;
  /** Its timers do not fire: a hidden page's do so once a second at most. */
  hidden = false;
  private readonly timers = new Set<unknown>();
  private readonly heard = [new Counted(), new Counted(), new Counted()] as const;
  private fetches = 0;

  constructor(href: string) {
    const [document, connection, battery] = this.heard;
    vi.stubGlobal('location', new URL(href));
    vi.stubGlobal('document', Object.assign(document, { hidden: false }));
    const getBattery = (): Promise<object> => Promise.resolve(Object.assign(battery, { charging: true, level: 1 }));
    vi.stubGlobal('navigator', { userAgent: '', connection: Object.assign(connection, { type: 'wifi' }), getBattery });
    vi.stubGlobal('WebSocket', this.socketClass());
    vi.stubGlobal('RTCPeerConnection', this.connectionClass());
    this.countTimers();
    this.countFetches();
  }

  get open(): OpenThings {
    const listeners = this.heard.reduce((sum, target) => sum + target.listeners, 0);
    return { sockets: this.sockets.size, connections: this.connections.size, fetches: this.fetches, timers: this.timers.size, listeners };
  }

  /** The node says this to every viewer of the page. */
  tell(message: object): void {
    for (const socket of this.sockets) socket.say(message);
  }

  private socketClass(): unknown {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const page = this;
    return class Socket {
      static readonly OPEN = 1;
      static readonly CLOSING = 2;
      readyState = 0;
      bufferedAmount = 0;
      onopen: (() => void) | null = null;
      onmessage: ((event: { data: string }) => void) | null = null;
      onclose: ((event: { code: number }) => void) | null = null;

      constructor(readonly url: string) {
        page.sockets.add(this);
        page.doors.push(url);
        queueMicrotask(() => page.knocked(this));
      }

      open(): void {
        if (this.readyState !== 0) return;
        this.readyState = 1;
        this.onopen?.();
      }

      end(code: number): void {
        if (this.readyState === 3) return;
        this.close();
        this.onclose?.({ code });
      }

      send(text: string): void {
        const { type } = JSON.parse(text) as { type: string };
        page.said.push({ type, atMs: performance.now() });
        if (type === 'hello') page.greeted(this);
      }

      close(): void {
        this.readyState = 3;
        page.sockets.delete(this);
      }

      say(message: object): void {
        queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(message) }));
      }
    };
  }

  private connectionClass(): unknown {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const page = this;
    return class Connection {
      constructor() {
        page.connections.add(this);
      }

      static generateCertificate(): Promise<object> {
        return Promise.resolve({ getFingerprints: () => [{ algorithm: 'sha-256', value: Array(32).fill('AA').join(':') }] });
      }

      createDataChannel(label: string): object {
        return { label, readyState: 'connecting' };
      }

      createOffer(): Promise<object> {
        return Promise.resolve({ type: 'offer', sdp: 'v=0' });
      }

      setLocalDescription(): Promise<void> {
        return Promise.resolve();
      }

      close(): void {
        page.connections.delete(this);
      }
    };
  }

  private countTimers(): void {
    const { setTimeout, clearTimeout } = globalThis;
    vi.stubGlobal('setTimeout', (action: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => {
      const timer = setTimeout(() => {
        if (this.hidden) return;
        this.timers.delete(timer);
        action(...values);
      }, ms);
      this.timers.add(timer);
      return timer;
    });
    vi.stubGlobal('clearTimeout', (timer: NodeJS.Timeout | undefined) => {
      this.timers.delete(timer);
      clearTimeout(timer);
    });
  }

  private countFetches(): void {
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', async (...args: Parameters<typeof fetch>) => {
      this.fetches++;
      try {
        return await fetch(...args);
      } finally {
        this.fetches--;
      }
    });
  }
}

/** What a node answers to a join that it grants, where its door is at another address than the node was asked at. */
export const JOINED = joinedAt('http://node.example/');

/** The same of a node whose door is at its own address, a base that ends with a slash. */
export function joinedAt(base: string): string {
  return JSON.stringify({
    peer: PEER,
    ticket: 'a.b.c',
    ticketKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
    swarm: 'ab'.repeat(20),
    open: true,
    pieceLength: 65_536,
    pieces: 100,
    records: [],
    webseeds: [],
    signal: `${base.replace('http', 'ws')}v1/signal/${'ab'.repeat(20)}`,
  });
}
