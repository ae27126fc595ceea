// A peer of a live channel that says it has what nobody has yet, or relays a segment that the channel never sent.

/** What is wrong with it: the bytes it sends, or the record it relays, under which its bytes would be right. */
type Lie = 'wrong bytes' | 'forged record';

interface Newest {
  readonly number: number;
  readonly atMs: number;
}

/** So many segments it says it has of those to come. */
const AHEAD = 40;
const FORGED_BYTES = 16_384;
const EXTENSION_ID = 1;

class LiveStranger extends Stranger {
  constructor(
    node: string,
    title: string,
    readonly playlist: string,
    readonly lie: Lie,
  ) {
    super({ node, title, shows: 'own', door: 'own', copied: '' });
  }

  protected override holdings(): Uint8Array<ArrayBuffer> {
    return message(MESSAGE.haveNone);
  }

  protected override greeted(channel: RTCDataChannel): void {
    this.#lieTo(channel).catch((error: unknown) => this.failures.push(String(error)));
  }

  async #lieTo(channel: RTCDataChannel): Promise<void> {
    const newest = await this.#newest();
    if (this.lie === 'forged record') {
      this.#say(channel, dictionary({ record: await forged(newest, hex(this.joined?.swarm ?? '')), type: 'segment' }));
      this.#say(channel, held(newest.number + 1));
      this.forgedRecords += 1;
      return;
    }
    for (let ahead = 1; ahead <= AHEAD; ahead += 1) this.#say(channel, held(newest.number + ahead));
  }

  #say(channel: RTCDataChannel, words: Uint8Array): void {
    if (channel.readyState === 'open') channel.send(message(MESSAGE.extended, joinBytes(Uint8Array.of(EXTENSION_ID), words)));
  }

  /** As the webseed's playlist says. */
  async #newest(): Promise<Newest> {
    const text = await (await fetch(this.playlist)).text();
    const record = [...text.matchAll(/#EXT-X-CORDWOOD-RECORD:(\S+)/g)].at(-1)?.[1] ?? '';
    const bytes = atob(record.replaceAll('-', '+').replaceAll('_', '/'));
    const field = (name: string): number => Number(new RegExp(`${name.length}:${name}i(\\d+)e`).exec(bytes)?.[1]);
    return { number: field('number'), atMs: field('at') };
  }
}

function held(number: number): Uint8Array<ArrayBuffer> {
  return dictionary({ bitmap: Uint8Array.of(0xff, 0xff), number, rendition: '240p', type: 'held' });
}

/** A record of the segment that comes next in which everything is right but who signed it. */
async function forged(newest: Newest, swarm: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const number = newest.number + 1;
  const at = newest.atMs + 2_000;
  const root = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(FORGED_BYTES).fill(0x5a)));
  const lines = `#EXT-X-PROGRAM-DATE-TIME:${new Date().toISOString()}\n#EXTINF:2.000,\n0-${number}.m4s`;
  const uri = `240p/0-${number}.m4s`;
  const record = dictionary({ duration: 2_000, epoch: 0, lines, number, part: 0, rendition: '240p', root, size: FORGED_BYTES, uri });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const words = joinBytes(ascii(`d2:ati${at}e6:record`), record, ascii('5:swarm'), bencoded(swarm), ascii('e'));
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, words));
  return joinBytes(ascii(`d2:ati${at}e6:hashes0:6:record`), record, ascii('9:signature'), bencoded(signature), ascii('e'));
}

/** The keys must be in order. */
function dictionary(fields: Readonly<Record<string, number | string | Uint8Array>>): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(fields).flatMap(([key, value]) => [bencoded(key), bencoded(value)]);
  return joinBytes(ascii('d'), ...parts, ascii('e'));
}

function bencoded(value: number | string | Uint8Array): Uint8Array<ArrayBuffer> {
  if (typeof value === 'number') return ascii(`i${value}e`);
  const bytes = typeof value === 'string' ? ascii(value) : value;
  return joinBytes(ascii(`${bytes.length}:`), bytes);
}
