import { vi } from 'vitest';

const FINGERPRINT = Array(32).fill('AA').join(':');

/** One end of a data channel in memory: what is sent comes out at the other end in a later turn, in order. */
class End {
  readyState: 'connecting' | 'open' | 'closed' = 'connecting';
  readonly bufferedAmount = 0;
  binaryType = '';
  bufferedAmountLowThreshold = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  other: End | null = null;

  constructor(
    readonly label: string,
    private readonly wire: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
  ) {}

  open(): void {
    this.readyState = 'open';
    this.onopen?.();
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    const data = this.wire(bytes.slice()).buffer;
    setImmediate(() => this.other?.onmessage?.({ data }));
  }

  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    setImmediate(() => {
      this.other?.onclose?.();
      this.onclose?.();
    });
    this.other?.close();
  }
}

/** Connections of one page that find each other by their descriptions. Puts `RTCPeerConnection` in place until globals are unstubbed. */
export class MemoryRtc {
  /** What every channel makes of what is sent. */
  wire: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> = (bytes) => bytes;
  private readonly all = new Map<string, { ondatachannel: ((event: { channel: End }) => void) | null; channel: End | null }>();
  private count = 0;

  constructor() {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const rtc = this;
    vi.stubGlobal(
      'RTCPeerConnection',
      class {
        static generateCertificate(): Promise<object> {
          return Promise.resolve({ getFingerprints: () => [{ algorithm: 'sha-256', value: FINGERPRINT }] });
        }
        readonly name = `c${rtc.count++}`;
        readonly iceGatheringState = 'complete';
        ondatachannel: ((event: { channel: End }) => void) | null = null;
        channel: End | null = null;
        remoteDescription: { sdp: string } | null = null;

        constructor() {
          rtc.all.set(this.name, this);
        }
        createDataChannel(label: string): End {
          this.channel = new End(label, (bytes) => rtc.wire(bytes));
          return this.channel;
        }
        createOffer(): Promise<object> {
          return Promise.resolve({ type: 'offer', sdp: this.sdp() });
        }
        createAnswer(): Promise<object> {
          return Promise.resolve({ type: 'answer', sdp: this.sdp() });
        }
        setLocalDescription(): Promise<void> {
          return Promise.resolve();
        }
        setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
          this.remoteDescription = description;
          if (description.type === 'answer') setImmediate(() => rtc.join(this.channel, /^s=(\S+)$/m.exec(description.sdp)?.[1] ?? ''));
          return Promise.resolve();
        }
        addIceCandidate(): Promise<void> {
          return Promise.resolve();
        }
        close(): void {
          this.channel?.close();
          rtc.all.delete(this.name);
        }
        private sdp(): string {
          return `v=0\r\ns=${this.name}\r\na=fingerprint:sha-256 ${FINGERPRINT}\r\n`.replaceAll('\r\n', '\n');
        }
      },
    );
  }

  /** Connections that are not closed. */
  get open(): number {
    return this.all.size;
  }

  private join(offered: End | null, name: string): void {
    const answerer = this.all.get(name);
    if (offered === null || answerer === undefined) return;
    const end = new End(offered.label, (bytes) => this.wire(bytes));
    answerer.channel = end;
    [end.other, offered.other] = [offered, end];
    answerer.ondatachannel?.({ channel: end });
    end.open();
    offered.open();
  }
}

/** What a ticket says of the certificate that all these connections have. */
export const TICKET_FINGERPRINT = Buffer.alloc(32, 0xaa).toString('base64url');
