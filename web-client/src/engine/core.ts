import type { PeerId } from '../content/ids';
import { webCryptoDigest } from '../content/digest';
import type { RecordsFile } from '../content/records';
import type { EngineEvents, EngineOptions, Loaded, LoadOptions, PeerStats, Playback, Stats } from '../engine-api';
import { ConnectionBudget } from '../net/budget';
import type { NetError } from '../net/errors';
import { USUAL_POLICY } from '../net/join';
import type { Joined } from '../net/join';
import type { Downward } from '../net/signal-messages';
import { Admission } from './admission';
import { titleAddress } from './address';
import type { TitleAddress } from './address';
import { Counters } from './counters';
import { EarlyLoads } from './early';
import { defaultStoreBytes, isMobile, whyNoPeers } from './environment';
import { Events } from './events';
import { Hope } from './hope';
import { later } from './later-from';
import type { Later } from './later-from';
import { Loads } from './loads';
import { PlainLoads } from './plain';
import { Playbacks } from './playbacks';
import { Pulse } from './pulse';
import { lineRate } from './rate';
import { Reports } from './reports';
import { SegmentLoads } from './segment-loads';
import type { Sequel } from './sequel';
import type { Shelf } from './shelf';
import type { Swarm, SwarmPort } from './swarm';
import { Timers } from './timers';
import type { UploadPolicy } from './upload-policy';
import { Webseeds } from './webseeds';

const STATS_EVERY_MS = 500;

const budget = new ConnectionBudget();

/*
 * States: running → destroyed. What the page sees is a promise or an event; nothing throws into it.
 */

/** The engine of one title: joins admission, the swarm, plans and loads. */
export class EngineCore {
  readonly events = new Events();
  private readonly address: TitleAddress;
  private readonly webseeds: Webseeds;
  private readonly timers = new Timers();
  private readonly abort = new AbortController();
  private readonly early: EarlyLoads;
  private readonly segments: SegmentLoads;
  private readonly loads: Loads;
  private readonly pulse: Pulse;
  private readonly reports: Reports;
  private readonly startedAt = performance.now();
  private readonly hope = new Hope(this.startedAt);
  private code: Promise<Later | null> = Promise.resolve(null);
  private admission: Admission | null = null;
  private swarm: Swarm | null = null;
  /** `null` for a film. */
  private sequel: Sequel | null = null;
  private readonly playbacks = new Playbacks(() => this.swarm?.downloads.all[0]?.segment.rendition ?? null);
  /** What the node said before the swarm's code was here. */
  private unheard: Downward[] = [];
  private reason: string | null;
  /** `null` before its code is here: nothing is given until then. */
  private uploads: UploadPolicy | null = null;
  private uploadAllowed: boolean;
  private statsSet = false;

  /** `counters` and `shelf` are another engine's where this one is its sequel. */
  constructor(
    private readonly options: EngineOptions,
    readonly counters = new Counters(),
    private shelf: Shelf | null = null,
  ) {
    this.address = titleAddress(options.src, globalThis.location.href, options.title);
    this.webseeds = new Webseeds(this.address.base);
    this.reason = whyNoPeers(options, this.address.title);
    this.uploadAllowed = options.upload !== false;
    this.early = new EarlyLoads((ms, action) => this.timers.after(ms, action));
    const plain = new PlainLoads(this.webseeds, this.early, this.counters);
    this.segments = new SegmentLoads(this.webseeds, this.early, plain, this.counters, {
      swarm: () => this.swarm,
      joining: () => this.admission !== null,
      aloneMs: () => this.aloneMs(),
      tick: () => this.pulse.run(),
    });
    this.loads = new Loads(this.webseeds, this.early, plain, this.segments, { swarm: () => this.swarm, joining: () => this.admission !== null });
    this.pulse = new Pulse(this.timers, { now: () => performance.now(), round: () => this.round(), hurries: () => this.early.waits || this.swarm?.hurries === true });
    this.reports = new Reports(this.timers, Math.random, {
      send: (state) => this.admission?.send({ type: 'state', ...state }),
      toPeers: () => this.swarm?.neighbours.announce(this.swarm.peerState()),
      view: () => this.reportView(),
    });
    if (this.reason === null) this.join();
    this.pulse.begin();
  }

  async load(url: string, options: LoadOptions, user: object): Promise<Loaded> {
    const signal = options.signal === undefined ? this.abort.signal : AbortSignal.any([this.abort.signal, options.signal]);
    signal.throwIfAborted();
    const startedAt = performance.now();
    const loaded = await this.loads.load(url, options, signal, user);
    this.statsChanged();
    return { ...loaded, startedAt, bitsPerSecond: this.bitsPerSecond() };
  }

  /** Where a live segment begins in its channel's time; `null` for a film's, and before its record is known. */
  timeOf(url: string): number | null {
    const segment = this.swarm?.live === null ? null : this.loads.segmentAt(url);
    return segment?.startMs ?? null;
  }

  /** The node says so, or a webseed does by letting requests wait. */
  get webseedsBusy(): boolean {
    return this.admission?.policy.busy === true || this.webseeds.isBusy(performance.now());
  }

  /** Milliseconds that what is missing of a segment takes at the measured rate; `null` when the swarm is not loading it, or nothing was measured. */
  remainingMs(url: string): number | null {
    const segment = this.loads.segmentAt(url);
    const work = segment === null ? null : (this.swarm?.downloads.find(segment.root) ?? null);
    const rate = this.bitsPerSecond();
    return work?.demanded === true && rate !== null && rate > 0 ? (work.missingBytes * 8_000) / rate : null;
  }

  /** Takes the playback of one of those who share the engine. */
  setPlayback(user: object, playback: Playback): void {
    if (this.playbacks.take(user, playback)) this.reports.now();
    this.pulse.wake();
  }

  /** One of those who share the engine is gone. */
  left(user: object): void {
    this.playbacks.left(user);
    this.pulse.wake();
  }

  setUpload(upload: boolean): void {
    this.uploadAllowed = upload;
    this.uploads?.allow(upload);
    this.sequel?.setUpload(upload);
  }

  /** Who is connected. */
  get peers(): readonly PeerStats[] {
    return [...[...(this.swarm?.neighbours.peers.values() ?? [])].map((peer) => peer.stats()), ...(this.sequel?.peers ?? [])];
  }

  stats(): Stats {
    return {
      ...this.counters.view(),
      firstPeerByteMs: this.counters.firstPeerByteMs === null ? null : this.counters.firstPeerByteMs - this.startedAt,
      uploads: this.giving,
      uploadReason: this.uploads === null ? 'Nobody is there to give to.' : this.uploads.reason,
      peers: this.peers.length,
      connecting: this.swarm?.neighbours.connecting ?? 0,
      storeBytes: this.swarm?.store.bytesHeld ?? 0,
      piecesHeld: this.swarm?.store.piecesHeld ?? 0,
      piecesTotal: this.swarm?.catalogue.mediaPieces() ?? null,
      signaling: this.admission?.link ?? 'off',
      reason: this.reason,
      peersDetail: this.peers,
    };
  }

  /** Idempotent; nothing of the engine runs afterwards. */
  destroy(): void {
    if (this.abort.signal.aborted) return;
    const reason = new DOMException('The engine was destroyed.', 'AbortError');
    this.abort.abort(reason);
    this.pulse.stop();
    this.early.close();
    this.uploads?.close();
    this.shelf?.close();
    this.sequel?.close();
    this.admission?.close();
    this.swarm?.close(reason);
    this.timers.close();
    this.events.clear();
  }

  private aloneMs(): number {
    return this.reason === null ? this.hope.aloneMs(performance.now(), this.admission) : Infinity;
  }

  private join(): void {
    const { title } = this.address;
    const { server, siteGroup } = this.options;
    if (title === null || server === undefined) return;
    this.code = later();
    const upload = this.options.upload !== false;
    const wanted = { server, title, upload, ...(siteGroup === undefined ? {} : { siteGroup }) };
    this.admission = new Admission(wanted, this.timers, this.abort.signal, Math.random, {
      joined: (joined) => void this.joined(joined),
      opened: () => this.opened(),
      message: (message) => this.heard(message),
      lost: () => this.lost(),
      failed: (error) => this.joinFailed(error),
      missing: () => Math.max(0, (this.admission?.policy.degree ?? 0) - (this.swarm?.neighbours.likely ?? 0)),
    });
    void this.admission.start();
    void this.code.then((code) => this.watchDevice(code));
  }

  private heard(message: Downward): void {
    if (this.swarm === null) this.unheard.push(message);
    else this.swarm.signaled(message);
  }

  /** The swarm's code was asked for with the join, and is here by now as a rule. */
  private async joined(joined: Joined): Promise<void> {
    this.reason = null;
    this.webseeds.add(joined.webseeds);
    const code = await this.code;
    if (this.abort.signal.aborted) return;
    if (this.swarm !== null) this.swarm.admittedAgain(joined);
    else if (code !== null) this.begin(joined, code);
    else this.giveUp('The code that peers need could not be loaded.');
  }

  private giveUp(reason: string): void {
    this.reason = reason;
    this.admission?.close();
    this.failed('network', 'signaling', reason);
    this.pulse.wake();
  }

  private begin(joined: Joined, code: Later): void {
    const digest = webCryptoDigest();
    const identity = this.admission?.identity ?? null;
    if (digest === null || identity === null) return;
    const { horizonSeconds = 60, storeBytes = defaultStoreBytes() } = this.options;
    const uploadBytesPerMs = (this.options.uploadBitsPerSecond ?? Infinity) / 8_000;
    const options = { title: this.address.title ?? '', digest, uploadBytesPerMs, storeBytes, horizonMs: horizonSeconds * 1000, giving: () => this.giving, identity, budget, signal: this.abort.signal };
    try {
      this.swarm = new code.Swarm(joined, options, this.webseeds, this.counters, this.port());
    } catch (error) {
      this.failed('content', 'signaling', error instanceof Error ? error.message : 'the node named a title that cannot be');
      return;
    }
    if (joined.live !== undefined) this.sequel = new code.Sequel(this.options, this.address.title ?? '', this.swarm.holdings, this.webseeds, this.timers, (to, shelf) => new EngineCore(to, this.counters, shelf));
    else if (this.options.storage === 'opfs') this.shelf ??= new code.DiskShelf(code.openDisk(joined.swarm));
    for (const message of this.unheard.splice(0)) this.swarm.signaled(message);
    for (const [uri, data] of this.early.playlists()) void this.swarm.live?.playlists.heard(uri, data);
    void this.readRecords(joined, code);
  }

  private port(): SwarmPort {
    return {
      now: () => performance.now(),
      random: Math.random,
      playback: () => this.playbacks.live,
      playbacks: () => this.playbacks.each,
      ticket: () => this.admission?.ticket ?? '',
      aloneMs: () => this.aloneMs(),
      lagMs: () => this.pulse.lagMs,
      lateAtMs: () => this.pulse.lateAtMs,
      policy: () => this.admission?.policy ?? USUAL_POLICY,
      signal: (message) => this.admission?.send(message),
      peerChanged: (peer, state, wasOpen) => this.peerChanged(peer, state, wasOpen),
      banned: (peer, reason, lied) => this.banned(peer, reason, lied),
      useless: (peer) => this.reports.failed(peer),
      webseedFailed: (detail, status) => this.failed(status === 200 ? 'content' : 'network', 'webseed', detail),
      whole: (segment) => void this.shelf?.keep(segment, () => this.swarm?.holdings.bytesOf(segment) ?? null),
      wake: () => this.pulse.wake(),
      later: (ms, action) => this.timers.after(ms, action),
      joinAgain: () => void this.admission?.start(),
      ended: () => this.sequel?.end(),
      known: (segment) => {
        this.segments.known(segment);
        this.pulse.wake();
      },
    };
  }

  private rendition(): string | null {
    return this.playbacks.told.rendition ?? this.early.rendition();
  }

  /** What plays now first; the others' records are not in the way of the first peers. */
  private async readRecords(joined: Joined, code: Later): Promise<void> {
    const digest = webCryptoDigest();
    const swarm = this.swarm;
    if (digest === null || swarm === null) return;
    await code.readAllRecords(joined.records, {
      rendition: () => this.rendition(),
      load: async (source, attempt) => {
        const url = code.recordsAddress(source, this.webseeds.base, attempt);
        const { file, bytes } = await code.loadRecords(url, source, joined, digest, this.abort.signal);
        this.counters.playlistBytes += bytes;
        this.known(swarm, file);
        await this.early.wait(() => this.aloneMs() > 0 || !swarm.catalogue.has(this.rendition() ?? ''), this.abort.signal);
      },
      failed: (error) => this.failed('content', 'webseed', error instanceof Error ? error.message : 'records cannot be read'),
      pause: (ms) => this.early.pause(ms, this.abort.signal),
      random: Math.random,
    });
  }

  private known(swarm: Swarm, file: RecordsFile): void {
    swarm.catalogue.add(file);
    for (const segment of file.segments) this.segments.known(segment);
    void this.shelf?.restore(file.segments, (segment, bytes) => swarm.restored(segment, bytes));
    this.pulse.wake();
  }

  private watchDevice(code: Later | null): void {
    if (code === null || this.abort.signal.aborted) return;
    this.uploads = new code.UploadPolicy(code.surroundings(isMobile()), this.uploadAllowed, () => this.uploadsChanged());
    this.uploadsChanged();
  }

  private get giving(): Stats['uploads'] {
    return this.uploads?.giving ?? 'nothing';
  }

  private uploadsChanged(): void {
    this.swarm?.uploadsChanged();
    this.reports.now();
    this.statsChanged();
    this.pulse.wake();
  }

  private opened(): void {
    this.hope.opened(performance.now());
    this.reports.now();
    this.statsChanged();
  }

  private lost(): void {
    this.swarm?.duties.clear();
    this.statsChanged();
  }

  private joinFailed(error: NetError): void {
    if (this.swarm === null) this.reason = `The node does not admit this viewer: ${error.message}.`;
    this.failed(error.code, 'signaling', error.message);
    this.pulse.wake();
  }

  private peerChanged(peer: PeerId, state: 'connected' | 'closed', wasOpen: boolean): void {
    if (state === 'connected') this.hope.connected();
    else if (!wasOpen) this.reports.failed(peer);
    if (this.swarm?.neighbours.peers.size === (state === 'connected' ? 1 : 0)) this.reports.now();
    if (wasOpen) this.events.emit('peer', { id: peer, state });
    this.statsChanged();
  }

  private banned(peer: PeerId, reason: string, lied: boolean): void {
    this.counters.bannedPeers++;
    if (lied) this.reports.lying(peer);
    this.events.emit('banned', { id: peer, reason });
    this.statsChanged();
  }

  private failed(code: string, source: EngineEvents['error']['source'], detail: string): void {
    if (this.abort.signal.aborted) return;
    this.events.emit('error', { code, source, fatal: false, detail });
    this.statsChanged();
  }

  private reportView(): ReturnType<ConstructorParameters<typeof Reports>[2]['view']> {
    const { playheadMs, rendition } = this.playbacks.live;
    return {
      open: this.admission?.state === 'open',
      everyMs: this.admission?.policy.stateEveryMs ?? 10_000,
      playheadMs,
      rendition: rendition ?? '',
      ...(this.swarm?.ahead() ?? { horizonMs: 0, rateBitsPerSecond: 0 }),
      bytesDown: this.counters.bytesFromPeers + this.counters.bytesFromWebseeds,
      bytesUp: this.counters.bytesToPeers,
      uplinkBitsPerSecond: this.swarm?.uplinkBitsPerSecond ?? null,
      uploading: this.swarm?.takesDuties === true,
      connected: this.swarm?.neighbours.peers.size ?? 0,
      ring: () => this.swarm?.ringReport() ?? null,
    };
  }

  private bitsPerSecond(): number | null {
    return lineRate(this.webseeds.bitsPerSecond, this.swarm?.deliveredBitsPerSecond ?? null);
  }

  private round(): void {
    this.early.recheck();
    this.swarm?.tick(this.early.running);
    this.statsChanged();
  }

  private statsChanged(): void {
    if (this.statsSet) return;
    this.statsSet = true;
    this.timers.after(STATS_EVERY_MS, () => {
      this.statsSet = false;
      this.events.emit('stats', this.stats());
    });
  }
}
