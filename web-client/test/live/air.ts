import type { IncomingMessage, ServerResponse } from 'node:http';
import { vi } from 'vitest';
import { base64url } from '../../src/content/ids';
import type { Bytes } from '../../src/content/ids';
import { createEngine } from '../../src/index';
import type { Engine, EngineOptions, Loaded } from '../../src/index';
import { serve } from '../server';
import type { TestServer } from '../server';
import { MemoryRtc, TICKET_FINGERPRINT } from './rtc';
import type { Station } from './station';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

interface Door {
  readonly say: (message: object) => void;
  readonly states: Readonly<Record<string, unknown>>[];
}

/**
 * A channel on the air: a webseed over HTTP, and a node in memory that admits viewers and introduces each to all who came before. Every viewer is an
 * engine of its own, as on a page of its own.
 */
export class Air {
  /** Uris that the webseed was asked for, with their ranges, in order. */
  readonly asked: string[] = [];
  readonly viewers: Engine[] = [];
  readonly rtc: MemoryRtc;
  /** The webseed answers. */
  up = true;
  /** The node admits viewers. */
  admits = true;
  /** It does not answer before this. */
  gate: Promise<void> = Promise.resolve();
  private readonly doors = new Map<string, Door>();
  private readonly introduced = new Map<string, readonly [string, string]>();
  private server: TestServer | null = null;
  private joins = 0;

  private constructor(
    readonly station: Station,
    private readonly nodeKey: CryptoKeyPair,
    private readonly nodeJwk: JsonWebKey,
  ) {
    vi.stubGlobal('location', new URL('http://site.example/live.html'));
    vi.stubGlobal('navigator', { userAgent: '' });
    this.rtc = new MemoryRtc();
    this.stubSocket();
  }

  static async begin(station: Station): Promise<Air> {
    const key = await crypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
    const air = new Air(station, key, await crypto.subtle.exportKey('jwk', key.publicKey));
    air.server = await serve((request, response) => {
      response.setHeader('Connection', 'close');
      if (request.url === '/v1/join') void air.join(response);
      else air.answer(request, response);
    });
    return air;
  }

  get base(): string {
    return this.server?.base ?? '';
  }

  address(uri: string): string {
    return `${this.base}t/${this.station.title}/${uri}`;
  }

  /** A viewer's engine; `?viewer` keeps those of one page apart as those of several are. */
  viewer(options: Partial<EngineOptions> = {}): Engine {
    const server = `${this.base}?viewer=${this.viewers.length}`;
    const engine = createEngine({ src: this.address('master.m3u8'), server, ...options });
    this.viewers.push(engine);
    return engine;
  }

  /** What the webseed was asked for of media segments. */
  get media(): readonly string[] {
    return this.asked.filter((uri) => uri.includes('.m4s'));
  }

  /** The node says something to the viewer who came as the i-th. */
  tell(i: number, message: object): void {
    [...this.doors.values()][i]?.say(message);
  }

  /** The node relays a signed record. */
  relay(i: number, encoded: Bytes): void {
    this.tell(i, { type: 'segment', record: base64url(encoded) });
  }

  /** What the i-th viewer told the node last. */
  stateOf(i: number): Readonly<Record<string, unknown>> | undefined {
    return [...this.doors.values()][i]?.states.at(-1);
  }

  async end(): Promise<void> {
    await Promise.all(this.viewers.map((viewer) => viewer.destroy()));
    vi.unstubAllGlobals();
    await this.server?.close();
  }

  private async join(response: ServerResponse): Promise<void> {
    await this.gate;
    if (!this.admits) {
      response.writeHead(404).end();
      return;
    }
    const peer = (this.joins++).toString(16).padStart(40, '0');
    const { jwk, swarm, renditions } = this.station;
    const { kty, crv, x, y } = this.nodeJwk;
    const joined = {
      peer,
      ticket: await this.ticket(peer),
      ticketKey: { kty, crv, x, y },
      swarm,
      open: true,
      pieceLength: 16_384,
      pieces: 0,
      records: [],
      live: { key: jwk, targetMs: 2_000, renditions },
      webseeds: [this.address('')],
      signal: 'ws://node.example/v1/signal/x',
    };
    response.end(JSON.stringify(joined));
  }

  private async ticket(peer: string): Promise<string> {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const seconds = Math.floor(Date.now() / 1_000);
    const text = `${part({ alg: 'ES256', kid: 'k' })}.${part({ sub: peer, swarm: this.station.swarm, iat: seconds, exp: seconds + 900, cnf: { 'x5t#S256': TICKET_FINGERPRINT } })}`;
    const signature = await crypto.subtle.sign(ES256, this.nodeKey.privateKey, new TextEncoder().encode(text));
    return `${text}.${base64url(new Uint8Array(signature))}`;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const uri = (request.url ?? '').replace(`/t/${this.station.title}/`, '').replace(/\?.*$/, '');
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    this.asked.push(range === null ? uri : `${uri} ${range[1]}-${range[2]}`);
    const file = this.up ? this.station.file(uri) : null;
    if (file === null) response.writeHead(this.up ? 404 : 503).end();
    else if (range === null) response.end(file);
    else {
      const [start, end] = [Number(range[1]), Number(range[2])];
      response.writeHead(206, { 'Content-Range': `bytes ${start}-${end}/${file.length}` }).end(file.subarray(start, end + 1));
    }
  }

  /** Introduces a viewer to all who came before, and carries their descriptions. */
  private heard(door: Door, peer: string, message: Readonly<Record<string, unknown>>): void {
    const { type, introduction, sdp } = message;
    if (type === 'state') door.states.push(message);
    const pair = this.introduced.get(String(introduction));
    if (pair === undefined || (type !== 'offer' && type !== 'answer')) return;
    const to = this.doors.get(pair[0] === peer ? pair[1] : pair[0]);
    to?.say(type === 'offer' ? { type, introduction, peer, sdp } : { type, introduction, sdp });
  }

  private hello(door: Door, ticket: string): string {
    const { sub } = JSON.parse(Buffer.from(ticket.split('.')[1] ?? '', 'base64url').toString()) as { sub: string };
    door.say({ type: 'welcome', peer: sub, serverTime: Date.now() });
    for (const other of this.doors.keys()) {
      const introduction = this.introduced.size.toString(16).padStart(16, '0');
      this.introduced.set(introduction, [sub, other]);
      door.say({ type: 'introduce', introduction, peer: other, timeoutMs: 30_000 });
    }
    this.doors.set(sub, door);
    return sub;
  }

  private stubSocket(): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const air = this;
    vi.stubGlobal(
      'WebSocket',
      class {
        static readonly OPEN = 1;
        static readonly CLOSING = 2;
        readyState = 0;
        readonly bufferedAmount = 0;
        onopen: (() => void) | null = null;
        onmessage: ((event: { data: string }) => void) | null = null;
        onclose: (() => void) | null = null;
        private peer = '';
        private readonly door: Door = {
          states: [],
          say: (message) => {
            setImmediate(() => this.onmessage?.({ data: JSON.stringify(message) }));
          },
        };

        constructor() {
          queueMicrotask(() => {
            this.readyState = 1;
            this.onopen?.();
          });
        }
        send(text: string): void {
          const message = JSON.parse(text) as Readonly<Record<string, unknown>>;
          if (message['type'] === 'hello') this.peer = air.hello(this.door, String(message['ticket']));
          else air.heard(this.door, this.peer, message);
        }
        close(): void {
          air.doors.delete(this.peer);
        }
      },
    );
  }
}

/** The text of a loaded playlist. */
export function textOf({ data }: Loaded): string {
  return new TextDecoder().decode(data);
}
