import type { Engine, Stats } from '../engine-api';
import { attach } from '../player';
import type { Attached, AttachOptions } from '../player';
import { MEDIA_EVENTS } from './media-events';
import { mirrorVideo } from './mirror';
import type { MirroredVideo } from './mirror';
import { ATTRIBUTES, optionsOf, VIDEO_ATTRIBUTES } from './options';

const STYLE = `:host { display: inline-block; position: relative; width: 640px; max-width: 100%; aspect-ratio: 16 / 9; background: #000; }
:host([hidden]) { display: none; }
video { display: block; width: 100%; height: 100%; }`;

/** `HTMLElement`, or an empty stand-in where there is no document, so that importing this on a server does no harm. */
const Base = ((globalThis.HTMLElement as unknown) ?? Object) as new () => HTMLElement & MirroredVideo;

/**
 * `<cordwood-player src server>`: a video in a shadow root that plays while the element is in a document. Taking it out ends
 * everything; changing `src`, `server` or another attribute that the engine knows loads the title again, once per turn.
 * The media events of the video come from the element too, and so do `segment`, `levels`, `level`, `setback`, `failed`, `recovered`
 * as custom events named `cordwood-…`. It has the properties of a video, so it may stand where controls expect one.
 */
export class CordwoodPlayerElement extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;
  /** Set by the script's entry: where the full hls.js comes from when a title needs it. */
  static fullHls: AttachOptions['fullHls'];

  readonly #video: HTMLVideoElement;
  #attached: Attached | null = null;
  /** An attribute changed in this turn, and what was loaded does not know of it. */
  #outdated = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#video = document.createElement('video');
    this.#video.playsInline = true;
    this.#video.part.add('video');
    root.append(this.#video);
    for (const type of MEDIA_EVENTS) this.#video.addEventListener(type, () => this.dispatchEvent(new Event(type)));
  }

  /** The video in the shadow root, for what the element does not mirror. */
  get video(): HTMLVideoElement {
    return this.#video;
  }

  /** The engine at work, `null` while nothing plays. */
  get engine(): Engine | null {
    return this.#attached?.engine ?? null;
  }

  /** The player at work, `null` while nothing plays. */
  get attached(): Attached | null {
    return this.#attached;
  }

  /** The engine's counters, `null` while nothing plays. */
  stats(): Stats | null {
    return this.engine?.stats() ?? null;
  }

  connectedCallback(): void {
    this.#load();
  }

  disconnectedCallback(): void {
    void this.destroy();
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (before === value) return;
    if (VIDEO_ATTRIBUTES.has(name)) this.#mirror(name, value);
    else if (name === 'level') this.#attached?.setLevel(value ?? 'auto');
    else this.#reload();
  }

  /** Ends playback and everything begun for it; a change of `src` begins again. Idempotent. */
  destroy(): Promise<void> {
    const attached = this.#attached;
    this.#attached = null;
    return attached?.destroy() ?? Promise.resolve();
  }

  play(): Promise<void> {
    return this.#video.play();
  }

  pause(): void {
    this.#video.pause();
  }

  requestPictureInPicture(): Promise<PictureInPictureWindow> {
    return this.#video.requestPictureInPicture();
  }

  get src(): string {
    return this.getAttribute('src') ?? '';
  }

  set src(src: string) {
    this.setAttribute('src', src);
  }

  get server(): string {
    return this.getAttribute('server') ?? '';
  }

  set server(server: string) {
    this.setAttribute('server', server);
  }

  #mirror(name: string, value: string | null): void {
    if (value === null) this.#video.removeAttribute(name);
    else this.#video.setAttribute(name, value);
    if (name === 'muted') this.#video.muted = value !== null;
  }

  #reload(): void {
    if (this.#outdated || !this.isConnected) return;
    this.#outdated = true;
    queueMicrotask(() => {
      if (this.#outdated && this.isConnected) this.#load();
    });
  }

  /** An element that stood in the document before it was known hears of its attributes first and of the document then: it loads once. */
  #load(): void {
    this.#outdated = false;
    void this.destroy();
    const options = optionsOf((name) => this.getAttribute(name));
    if (options === null) return;
    const { fullHls } = CordwoodPlayerElement;
    const attached = attach(this.#video, { ...options, ...(fullHls && { fullHls }) });
    this.#attached = attached;
    for (const type of ['segment', 'levels', 'level', 'setback', 'failed', 'recovered'] as const) {
      attached.on(type, (detail) => this.dispatchEvent(new CustomEvent(`cordwood-${type}`, { detail })));
    }
  }
}

mirrorVideo(CordwoodPlayerElement.prototype);

/** Makes `<cordwood-player>` known to the document, once, whoever else has loaded the script. */
export function definePlayer(fullHls: NonNullable<AttachOptions['fullHls']>): void {
  CordwoodPlayerElement.fullHls = fullHls;
  const registry = globalThis.customElements as CustomElementRegistry | undefined;
  if (registry && !registry.get('cordwood-player')) registry.define('cordwood-player', CordwoodPlayerElement);
}
