// A peer that joins through the real node and speaks the peer wire over a real data channel, but does not keep to the rules:
// every block it sends is wrong, and it may show a ticket that is not its own. Written from docs/PROTOCOL.md alone.

/** Whose ticket the stranger shows to peers and whose at the door; `copied` is somebody else's. */
interface StrangerPlan {
  readonly node: string;
  readonly title: string;
  readonly shows: 'own' | 'copied' | 'none';
  readonly door: 'own' | 'copied';
  readonly copied: string;
}

/** What became of it. */
interface StrangerReport {
  readonly welcomed: boolean;
  readonly doorErrors: readonly string[];
  readonly doorClosed: number | null;
  readonly introductions: number;
  readonly channelsOpened: number;
  readonly channelsClosed: number;
  readonly handshakes: number;
  readonly requests: number;
  readonly wrongBlocks: number;
  /** Records it relayed that the channel did not sign. */
  readonly forgedRecords: number;
  readonly blocksReceived: number;
  readonly failures: readonly string[];
}

interface Joined {
  readonly peer: string;
  readonly swarm: string;
  readonly ticket: string;
  readonly signal: string;
}

interface DoorMessage {
  readonly type: string;
  readonly introduction?: string;
  readonly sdp?: string;
  readonly code?: string;
  readonly candidates?: readonly RTCIceCandidateInit[];
}

const MESSAGE = { unchoke: 1, interested: 2, request: 6, piece: 7, haveAll: 14, haveNone: 15, extended: 20 };

function hex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function joinBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function message(id: number, payload: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const head = new DataView(new ArrayBuffer(5));
  head.setUint32(0, 1 + payload.length);
  head.setUint8(4, id);
  return joinBytes(new Uint8Array(head.buffer), payload);
}

class Stranger {
  welcomed = false;
  readonly doorErrors: string[] = [];
  doorClosed: number | null = null;
  introductions = 0;
  channelsOpened = 0;
  channelsClosed = 0;
  handshakes = 0;
  requests = 0;
  wrongBlocks = 0;
  forgedRecords = 0;
  blocksReceived = 0;
  readonly failures: string[] = [];
  readonly #connections = new Map<string, RTCPeerConnection>();
  protected joined: Joined | null = null;
  #certificate: RTCCertificate | null = null;
  #door: WebSocket | null = null;

  constructor(readonly plan: StrangerPlan) {}

  /** What it says it has: everything. */
  protected holdings(): Uint8Array<ArrayBuffer> {
    return message(MESSAGE.haveAll);
  }

  /** Another peer has greeted it. It asks for the first block of the film's first segment in 240 lines, as a viewer does: it follows the playlist and the init segment. */
  protected greeted(channel: RTCDataChannel): void {
    const block = new DataView(new ArrayBuffer(12));
    block.setUint32(0, 2);
    block.setUint32(8, 16_384);
    channel.send(message(MESSAGE.request, new Uint8Array(block.buffer)));
  }

  report(): StrangerReport {
    const { welcomed, doorErrors, doorClosed, introductions, channelsOpened, channelsClosed } = this;
    const { handshakes, requests, wrongBlocks, forgedRecords, blocksReceived, failures } = this;
    return {
      welcomed, doorErrors, doorClosed, introductions, channelsOpened, channelsClosed, handshakes, requests, wrongBlocks, forgedRecords,
      blocksReceived, failures,
    };
  }

  async start(): Promise<void> {
    const certificate = await RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' } as EcKeyGenParams);
    const print = certificate.getFingerprints().find(({ algorithm }) => algorithm === 'sha-256')?.value ?? '';
    this.#certificate = certificate;
    const answer = await fetch(`${this.plan.node}/v1/join`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify({ title: this.plan.title, fingerprint: print.toUpperCase(), capabilities: { webrtc: true, upload: true, mobile: false } }),
    });
    if (!answer.ok) throw new Error(`join: ${answer.status} ${await answer.text()}`);
    this.joined = (await answer.json()) as Joined;
    this.#enter(this.joined);
  }

  #enter(joined: Joined): void {
    const door = new WebSocket(joined.signal);
    this.#door = door;
    door.onopen = () => this.#say({ type: 'hello', ticket: this.plan.door === 'copied' ? this.plan.copied : joined.ticket });
    door.onclose = (event) => {
      this.doorClosed = event.code;
    };
    door.onmessage = (event) => {
      this.#heard(JSON.parse(event.data as string) as DoorMessage).catch((error: unknown) => this.failures.push(String(error)));
    };
  }

  #say(words: object): void {
    if (this.#door?.readyState === WebSocket.OPEN) this.#door.send(JSON.stringify(words));
  }

  async #heard(words: DoorMessage): Promise<void> {
    const introduction = words.introduction ?? '';
    switch (words.type) {
      case 'welcome':
        this.welcomed = true;
        this.#say({
          type: 'state', playheadMs: 0, rendition: '240p', horizonMs: 60_000, downBitsPerSecond: 0, upBitsPerSecond: 0,
          uplinkBitsPerSecond: 100_000_000, connected: 0, failed: [], lying: [],
        });
        this.#say({ type: 'want', peers: 8 });
        return;
      case 'introduce': {
        this.introductions += 1;
        const connection = this.#connection(introduction);
        this.#channel(connection.createDataChannel('cordwood', { ordered: true }));
        await connection.setLocalDescription();
        this.#say({ type: 'offer', introduction, sdp: connection.localDescription?.sdp });
        return;
      }
      case 'offer': {
        this.introductions += 1;
        const connection = this.#connection(introduction);
        await connection.setRemoteDescription({ type: 'offer', sdp: words.sdp ?? '' });
        await connection.setLocalDescription();
        this.#say({ type: 'answer', introduction, sdp: connection.localDescription?.sdp });
        return;
      }
      case 'answer':
        await this.#connections.get(introduction)?.setRemoteDescription({ type: 'answer', sdp: words.sdp ?? '' });
        return;
      case 'candidates':
        for (const candidate of words.candidates ?? []) await this.#connections.get(introduction)?.addIceCandidate(candidate);
        return;
      case 'error':
        this.doorErrors.push(words.code ?? '');
        return;
    }
  }

  #connection(introduction: string): RTCPeerConnection {
    if (this.#certificate === null) throw new Error('no certificate');
    const connection = new RTCPeerConnection({ certificates: [this.#certificate] });
    this.#connections.set(introduction, connection);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate !== null && candidate.candidate !== '') this.#say({ type: 'candidates', introduction, candidates: [candidate.toJSON()] });
    };
    connection.ondatachannel = ({ channel }) => this.#channel(channel);
    return connection;
  }

  #channel(channel: RTCDataChannel): void {
    channel.binaryType = 'arraybuffer';
    let held = new Uint8Array(0);
    let greeted = false;
    channel.onopen = () => {
      this.channelsOpened += 1;
      channel.send(joinBytes(this.#handshake(), this.holdings(), this.#extended(), message(MESSAGE.unchoke)));
    };
    channel.onclose = () => {
      this.channelsClosed += 1;
    };
    channel.onmessage = (event) => {
      held = joinBytes(held, new Uint8Array(event.data as ArrayBuffer));
      if (!greeted && held.length >= 68) {
        greeted = true;
        this.handshakes += 1;
        held = held.slice(68);
        channel.send(message(MESSAGE.interested));
        this.greeted(channel);
      }
      while (greeted && held.length >= 4) {
        const length = new DataView(held.buffer).getUint32(0);
        if (held.length < 4 + length) return;
        if (length > 0) this.#wire(channel, held.slice(4, 4 + length));
        held = held.slice(4 + length);
      }
    };
  }

  #wire(channel: RTCDataChannel, body: Uint8Array<ArrayBuffer>): void {
    if (body[0] === MESSAGE.piece) this.blocksReceived += 1;
    if (body[0] !== MESSAGE.request || body.length !== 13) return;
    this.requests += 1;
    const length = new DataView(body.buffer).getUint32(9);
    const lie = new Uint8Array(Math.min(length, 16_384)).fill(0x5a);
    if (channel.readyState !== 'open') return;
    channel.send(message(MESSAGE.piece, joinBytes(body.slice(1, 9), lie)));
    this.wrongBlocks += 1;
  }

  #handshake(): Uint8Array<ArrayBuffer> {
    if (this.joined === null) throw new Error('not joined');
    const { swarm, peer } = this.joined;
    return joinBytes(Uint8Array.of(19), ascii('BitTorrent protocol'), Uint8Array.of(0, 0, 0, 0, 0, 0x10, 0, 0x04), hex(swarm), hex(peer));
  }

  #extended(): Uint8Array<ArrayBuffer> {
    const shown = { own: this.joined?.ticket ?? '', copied: this.plan.copied, none: '' }[this.plan.shows];
    const ticket = shown === '' ? '' : `6:ticket${shown.length}:${shown}`;
    const words = `d8:cordwoodd${ticket}7:versioni1ee1:md8:cordwoodi1ee4:reqqi256e1:v12:Cordwood 0.1e`;
    return message(MESSAGE.extended, joinBytes(Uint8Array.of(0), ascii(words)));
  }
}

/** Begins; what becomes of it is `stranger.report()`. */
function startStranger(stranger: Stranger): void {
  stranger.start().catch((error: unknown) => stranger.failures.push(String(error)));
  Object.assign(globalThis, { stranger });
}
