// A client of a tracker, as bittorrent-tracker has it, without a torrent: it greets every peer that it meets.
import Client from 'bittorrent-tracker';
import type { Counts, Peer, Scraped } from 'bittorrent-tracker';

/** How a client comes to the tracker; ids are 40 hex digits, `left` is in bytes. */
interface ClientPlan {
  readonly tracker: string;
  readonly swarm: string;
  readonly peer: string;
  readonly left: number;
}

/** What became of it. The counts are the last ones heard; `met` and `connected` are peer ids. */
interface ClientReport {
  readonly updates: number;
  readonly complete: number | null;
  readonly incomplete: number | null;
  readonly scraped: Scraped | null;
  readonly met: readonly string[];
  readonly connected: readonly string[];
  readonly heard: readonly string[];
  readonly warnings: readonly string[];
  readonly failures: readonly string[];
  readonly destroyed: boolean;
}

class StockClient {
  #updates = 0;
  #counts: Counts | null = null;
  #scraped: Scraped | null = null;
  #left: number;
  #destroyed = false;
  readonly #met: string[] = [];
  readonly #connected: string[] = [];
  readonly #heard: string[] = [];
  readonly #warnings: string[] = [];
  readonly #failures: string[] = [];
  readonly #client: Client;

  constructor(readonly plan: ClientPlan) {
    this.#left = plan.left;
    this.#client = new Client({
      infoHash: plan.swarm,
      peerId: plan.peer,
      announce: plan.tracker,
      rtcConfig: { iceServers: [] },
      getAnnounceOpts: () => ({ left: this.#left }),
    });
    this.#client.on('update', (counts) => {
      this.#updates += 1;
      this.#counts = counts;
    });
    this.#client.on('scrape', ({ infoHash, complete, incomplete, downloaded }) => {
      this.#scraped = { infoHash, complete, incomplete, downloaded };
    });
    this.#client.on('peer', (peer) => this.#greet(peer));
    this.#client.on('warning', (error) => this.#warnings.push(error.message));
    this.#client.on('error', (error) => this.#failures.push(error.message));
  }

  start(): void {
    this.#client.start();
  }

  update(): void {
    this.#client.update();
  }

  scrape(): void {
    this.#client.scrape();
  }

  /** Says that nothing is missing any more. */
  complete(): void {
    this.#left = 0;
    this.#client.complete();
  }

  /** Leaves with a word, and stays on the page. */
  stop(): void {
    this.#client.stop();
  }

  /** Leaves as WebTorrent does: the socket is closed, nothing is said. */
  destroy(): void {
    this.#client.destroy(() => {
      this.#destroyed = true;
    });
  }

  report(): ClientReport {
    return {
      updates: this.#updates,
      complete: this.#counts?.complete ?? null,
      incomplete: this.#counts?.incomplete ?? null,
      scraped: this.#scraped,
      met: this.#met,
      connected: this.#connected,
      heard: this.#heard,
      warnings: this.#warnings,
      failures: this.#failures,
      destroyed: this.#destroyed,
    };
  }

  #greet(peer: Peer): void {
    this.#met.push(peer.id);
    peer.on('connect', () => {
      this.#connected.push(peer.id);
      peer.send(`hello from ${this.plan.peer}`);
    });
    peer.on('data', (data) => this.#heard.push(new TextDecoder().decode(data)));
    peer.on('error', (error) => this.#warnings.push(error.message));
  }
}

/** Begins; what becomes of it is `stock.report()`. */
export function startClient(plan: ClientPlan): void {
  const stock = new StockClient(plan);
  stock.start();
  Object.assign(globalThis, { stock });
}
