import type Hls from 'hls.js';
import { createEngine, laterFrom } from '../engine';
import type { LaterSource } from '../engine';
import { attach as attachPlayer } from '../player';
import type { Attached, AttachOptions } from '../player';
import { CordwoodPlayerElement, definePlayer } from './player-element';

const here = (document.currentScript as HTMLScriptElement | null)?.src ?? document.baseURI;

/** The full hls.js lies beside this script; a script that is not a module may import one all the same. */
const fullHls: NonNullable<AttachOptions['fullHls']> = () =>
  import(/* @vite-ignore */ new URL('hls.mjs', here).href) as Promise<{ readonly default: typeof Hls }>;

/** So does what an engine needs only later. */
const later: LaterSource = () => import(/* @vite-ignore */ new URL('later.mjs', here).href) as ReturnType<LaterSource>;

definePlayer(fullHls);
laterFrom(later);

/** Plays a title in a video element of the page's own. */
export function attach(media: HTMLMediaElement, options: AttachOptions): Attached {
  return attachPlayer(media, { fullHls, ...options });
}

export { CordwoodPlayerElement, createEngine };
