// src/index.ts
export { createEngine } from './engine';
export { LoadError } from './engine-api';
export type { Engine, EngineError, EngineEvents, EngineOptions, Loaded, LoadOptions, PeerStats, Playback, Stats, } from './engine-api';

// src/engine.ts
import type { Engine, EngineOptions } from './engine-api';
export { laterFrom } from './engine/later-from';
export type { LaterSource } from './engine/later-from';
/**
 * Makes the engine of a title. A page has one per title, node and mode: players of the same title share it, and it ends when the
 * last of them has destroyed its own. Throws a `TypeError` when `src` is no address; never because of the network.
 */
export declare function createEngine(options: EngineOptions): Engine;

// src/engine-api.ts
/**
 * What a page asks of an engine; everything else is decided by the node and by measurement. Players of one page that name the same
 * `src` (without its query), `server`, `title`, `p2p` and `upload` share one engine, and with it one store and one set of connections:
 * of the other options those of the first to come hold for all, until the last of them has gone.
 */
export interface EngineOptions {
    /** Address of the title's master playlist, absolute or relative to the page. */
    readonly src: string;
    /** Base address of a node (`https://node`); without one the title plays over HTTP only. */
    readonly server?: string;
    /** `owner/slug`; taken from the last `/t/{owner}/{slug}/` of `src` when absent. */
    readonly title?: string;
    /** How far ahead of the playhead pieces are wanted from peers, in seconds; 60 when absent. The first player's, where an engine is shared. */
    readonly horizonSeconds?: number;
    /**
     * Whether this viewer gives pieces to others; `true` when absent. Nothing is given on a mobile connection, with a data saver, on a
     * battery below 20 % or in a hidden tab of a phone either; see {@link Engine.setUpload} for a viewer's own switch.
     */
    readonly upload?: boolean;
    /** The most that is given to others; without it what is measured that the line can spare. The first player's, where an engine is shared. */
    readonly uploadBitsPerSecond?: number;
    /** `false` keeps the engine to HTTP. */
    readonly p2p?: boolean;
    /** The most bytes of pieces kept in memory; by the device's memory when absent. The first player's, where an engine is shared. */
    readonly storeBytes?: number;
    /**
     * `opfs` keeps verified segments in the origin's private file system too (512 MiB at most, of all titles; the oldest leave first), so that
     * a viewer who comes back has them, and gives them, at once. `memory`, which is what an absent option means, keeps nothing after the page.
     */
    readonly storage?: 'memory' | 'opfs';
    /** A name shared by viewers of one site network, so that they are introduced to one another first. The first player's, where an engine is shared. */
    readonly siteGroup?: string;
}
/** How one address is loaded. */
export interface LoadOptions {
    /** Gives the load up. */
    readonly signal?: AbortSignal;
    /** Milliseconds until the player needs it, or what tells them at any moment; a player that cannot tell leaves it out. */
    readonly deadlineMs?: number | (() => number);
    /** What it is: only a whole `segment` comes from peers; the rest is loaded over HTTP. */
    readonly kind: 'playlist' | 'init' | 'segment' | 'other';
    /** Bytes `start` up to, not including, `end` of the resource. */
    readonly range?: {
        readonly start: number;
        readonly end: number;
    };
}
/** A loaded address. Times are of `performance.now()`. */
export interface Loaded {
    /** The caller's own: it shares no memory with the engine. */
    readonly data: ArrayBuffer;
    /** Of `data`, the bytes that peers brought. */
    readonly bytesFromPeers: number;
    /** Of `data`, the bytes that webseeds sent. */
    readonly bytesFromWebseeds: number;
    /** When it was asked for. */
    readonly startedAt: number;
    /** When the first of its bytes could be shown. */
    readonly firstByteAt: number;
    /** When the last could. */
    readonly finishedAt: number;
    /** Time in which bytes were under way; time waited by choice is not in it. */
    readonly activeMs: number;
    /** What the network can do, as far as it is known; `null` before anything was measured. */
    readonly bitsPerSecond: number | null;
}
/** Where the player is. */
export interface Playback {
    /** Of the title's time; a live channel's is that of {@link Engine.timeOf}. */
    readonly playheadMs: number;
    /** 1 is normal speed. */
    readonly rate: number;
    readonly paused: boolean;
    /** What the player holds from the playhead without a gap, in whatever rendition: it is not loaded again. */
    readonly bufferedAheadMs: number;
    /** The name of the rendition's folder, `null` before one was chosen. */
    readonly rendition: string | null;
}
/** What is known of one connected peer. */
export interface PeerStats {
    /** 40 hex digits. */
    readonly id: string;
    /** Segment bytes it sent, those found wrong or unasked included. */
    readonly bytesDown: number;
    /** Segment bytes it was sent. */
    readonly bytesUp: number;
    /** What it plays; `null` before it said so, and for stock WebTorrent clients. */
    readonly rendition: string | null;
    /** Where it plays, as far as can be told from what it said last. */
    readonly playheadMs: number | null;
}
/** Counters and gauges. Media counters hold segments' bytes only; playlists and init segments are counted apart. */
export interface Stats {
    /** Peers whose channel is open now. */
    readonly peers: number;
    /** Connections that are being made now. */
    readonly connecting: number;
    /** Verified segment bytes that came from peers. */
    readonly bytesFromPeers: number;
    /** Segment bytes that webseeds sent, those received twice or thrown away included. */
    readonly bytesFromWebseeds: number;
    /** Segment bytes handed to peers' channels; what a peer threw away is in it. */
    readonly bytesToPeers: number;
    /** What this viewer gives to others now: `held` is what it has, without fetching anything for them. */
    readonly uploads: 'all' | 'held' | 'nothing';
    /** Why it gives nothing, in a sentence; `null` when it gives. */
    readonly uploadReason: string | null;
    /** Bytes of playlists, init segments and whatever else is not a media segment. */
    readonly playlistBytes: number;
    /** Playlists that webseeds were asked for. A live one is asked for again only when nobody brings records of newer segments. */
    readonly playlistPolls: number;
    /** Records of live segments that the channel's key has not signed; who sent one is sent away. */
    readonly badRecords: number;
    /** Pieces whose bytes did not have their hash, whoever sent them; none was shown unless a webseed sent it. */
    readonly badPieces: number;
    /** Peers that were sent away for good. */
    readonly bannedPeers: number;
    /** From the engine's start to the first byte a peer sent; `null` before that. */
    readonly firstPeerByteMs: number | null;
    /** Bytes from peers ÷ all media bytes received, 0 to 1; 0 before any came. */
    readonly offload: number;
    /** Bytes of pieces held in memory now. */
    readonly storeBytes: number;
    /** Pieces of media segments in the store. */
    readonly piecesHeld: number;
    /** Pieces of all segments of the known renditions, `null` before records were read. */
    readonly piecesTotal: number | null;
    /** The connection to the node: `off` without one or when it does not admit this viewer, `lost` while it is being made again. */
    readonly signaling: 'off' | 'connecting' | 'open' | 'lost';
    /** Why there is no peer-to-peer, in a sentence; `null` when there is. */
    readonly reason: string | null;
    /** The connected peers, in the order in which they came. */
    readonly peersDetail: readonly PeerStats[];
}
/** Something went wrong that playback survived. */
export interface EngineError {
    /** What kind: `network`, `timeout`, `status`, `content`, `refused`. */
    readonly code: string;
    /** On whose side it lies. */
    readonly source: 'peer' | 'webseed' | 'signaling' | 'local';
    /** Playback ends with it. Failures that an engine meets are not: it falls back to HTTP, and a load that fails there rejects. */
    readonly fatal: boolean;
    /** For people who look for the cause. */
    readonly detail: string;
}
/** The engine's events and what each carries. */
export interface EngineEvents {
    /** At most twice a second while something changes. */
    stats: Stats;
    /** A peer's channel opened or closed. */
    peer: {
        readonly id: string;
        readonly state: 'connected' | 'closed';
    };
    /** A peer sent bytes whose hash is wrong, or broke the protocol, and is not spoken to any more. */
    banned: {
        readonly id: string;
        readonly reason: string;
    };
    /** At each failure of the node or a webseed; the title plays on, and what failed is tried again. */
    error: EngineError;
}
/** The viewer's engine of one title. All methods may be called at any time; none throws because of the network. */
export interface Engine {
    /**
     * Loads an address of the title, from peers when it can be had in time, else over HTTP.
     * Rejects with an `AbortError` when `signal` fires, and with a {@link LoadError} when no webseed answers.
     */
    load(url: string, options: LoadOptions): Promise<Loaded>;
    /**
     * Milliseconds that the rest of a segment under way takes at the rate that was measured, waiting by choice not counted: more than there
     * are until it is needed means that the deadline is lost. `null` when the engine cannot tell.
     */
    remainingMs(url: string): number | null;
    /**
     * Where a live segment begins in its channel's time, which is the same for all viewers; `null` for a film's segments, and before the
     * segment's record is known. Milliseconds.
     */
    timeOf(url: string): number | null;
    /** Webseeds have little to spare, as the node or one of them says: a player that can begin with a lower rung should. */
    readonly webseedsBusy: boolean;
    /** Tells the engine where the player is; cheap enough for every `timeupdate`. */
    setPlayback(playback: Playback): void;
    /** The counters and gauges at this moment; cheap, and a copy. */
    stats(): Stats;
    /** The viewer's own switch: whether pieces are given to others from now on, for all players of the title on the page. */
    setUpload(upload: boolean): void;
    /** Returns the function that takes the listener off again. */
    on<K extends keyof EngineEvents>(event: K, listener: (detail: EngineEvents[K]) => void): () => void;
    /** Idempotent. Resolves when no socket, timer, connection or fetch is left; pending loads reject with an `AbortError`. */
    destroy(): Promise<void>;
}
/** Why a load failed. `status` is the HTTP status, 0 when no answer came. */
export declare class LoadError extends Error {
    readonly code: 'status' | 'network' | 'timeout' | 'content';
    readonly status: number;
    readonly name = "LoadError";
    constructor(code: 'status' | 'network' | 'timeout' | 'content', status: number, message: string);
}

// src/element/module.ts
import type { AttachOptions, Attached } from '../player';
import { CordwoodPlayerElement } from './player-element';
/** Plays a title in a video element of the page's own; the full hls.js comes as a chunk beside this module when needed. */
export declare function attach(media: HTMLMediaElement, options: AttachOptions): Attached;
export { CordwoodPlayerElement };
export { createEngine, LoadError } from '../index';
export type * from '../index';
export type { Attached, AttachOptions, PlayedSegment, PlayerEvents, PlayerFailure } from '../player';

// src/element/player-element.ts
import type { Engine, Stats } from '../engine-api';
import type { Attached, AttachOptions } from '../player';
import type { MirroredVideo } from './mirror';
/** `HTMLElement`, or an empty stand-in where there is no document, so that importing this on a server does no harm. */
declare const Base: new () => HTMLElement & MirroredVideo;
/**
 * `<cordwood-player src server>`: a video in a shadow root that plays while the element is in a document. Taking it out ends
 * everything; changing `src`, `server` or another attribute that the engine knows loads the title again, once per turn.
 * The media events of the video come from the element too, and so do `segment`, `levels`, `level`, `setback`, `failed`, `recovered`
 * as custom events named `cordwood-…`. It has the properties of a video, so it may stand where controls expect one.
 */
export declare class CordwoodPlayerElement extends Base {
    #private;
    static readonly observedAttributes: readonly string[];
    /** Set by the script's entry: where the full hls.js comes from when a title needs it. */
    static fullHls: AttachOptions['fullHls'];
    constructor();
    /** The video in the shadow root, for what the element does not mirror. */
    get video(): HTMLVideoElement;
    /** The engine at work, `null` while nothing plays. */
    get engine(): Engine | null;
    /** The player at work, `null` while nothing plays. */
    get attached(): Attached | null;
    /** The engine's counters, `null` while nothing plays. */
    stats(): Stats | null;
    connectedCallback(): void;
    disconnectedCallback(): void;
    attributeChangedCallback(name: string, before: string | null, value: string | null): void;
    /** Ends playback and everything begun for it; a change of `src` begins again. Idempotent. */
    destroy(): Promise<void>;
    play(): Promise<void>;
    pause(): void;
    requestPictureInPicture(): Promise<PictureInPictureWindow>;
    get src(): string;
    set src(src: string);
    get server(): string;
    set server(server: string);
}
/** Makes `<cordwood-player>` known to the document, once, whoever else has loaded the script. */
export declare function definePlayer(fullHls: NonNullable<AttachOptions['fullHls']>): void;
export {};

// src/player/attach.ts
import Hls from 'hls.js/light';
import type { Level } from 'hls.js';
import type { Engine, EngineOptions } from '../engine-api';
import type { SegmentArrival } from './loaders';
type HlsPlayer = InstanceType<typeof Hls>;
type HlsClass = typeof Hls;
/** What a page asks of a player. */
export interface AttachOptions extends EngineOptions {
    /** Plays one quality only: a rendition's name (`720p`), a height, or an index into the ladder. Absent or `auto`: the player chooses. */
    readonly level?: string | number | undefined;
    /** Gives the full hls.js when a title needs it (audio or subtitles of their own). Without it such a title plays without them. */
    readonly fullHls?: () => Promise<{
        readonly default: HlsClass;
    }>;
}
/** A player that cannot go on now; all but `unsupported` it tries again by itself. `kind` is what a page's words depend on. */
export interface PlayerFailure {
    readonly kind: 'network' | 'media' | 'unsupported';
    /** For people who look for the cause. */
    readonly detail: string;
}
/** A segment that reached the player. */
export interface PlayedSegment extends Omit<SegmentArrival, 'playlistUrl'> {
    readonly rendition: string;
}
/** A player's events and what each carries. */
export interface PlayerEvents {
    /** A media segment was handed to the player, at each one. */
    segment: PlayedSegment;
    /** The ladder is known, or another hls.js took over. */
    levels: readonly Level[];
    /** The level that is loaded from now on. */
    level: number;
    /** The player stands still, or will when its buffer is empty; it begins again by itself after a pause, unless it is `unsupported`. */
    failed: PlayerFailure;
    /** A load failed and is tried again; what is buffered plays on meanwhile. */
    setback: PlayerFailure;
    /** Segments come again after a failure or a setback. */
    recovered: undefined;
}
/** A title playing in a media element. */
export interface Attached {
    readonly engine: Engine;
    /** The hls.js at work, `null` where the browser plays HLS by itself and after `destroy`. */
    readonly hls: HlsPlayer | null;
    on<K extends keyof PlayerEvents>(event: K, listener: (detail: PlayerEvents[K]) => void): () => void;
    /** Pins a quality, or lets the player choose again with `auto`. */
    setLevel(level: string | number): void;
    /** Starts again now after a failure, instead of after the pause. */
    retry(): void;
    /** Idempotent. Takes the title off the element and ends what was begun for it. */
    destroy(): Promise<void>;
}
/**
 * Plays `options.src` in `media` through an engine made for it. Returns at once; the first request leaves in the same turn.
 * Never throws because of the network or the browser: what goes wrong comes as `failed`.
 */
export declare function attach(media: HTMLMediaElement, options: AttachOptions): Attached;
export {};

// src/player/index.ts
export { attach } from './attach';
export type { Attached, AttachOptions, PlayedSegment, PlayerEvents, PlayerFailure } from './attach';
export { pinnedLevel, renditionOf, titleOf } from './address';
