import type { AttachOptions, Attached } from '../player';
import { attach as attachPlayer } from '../player';
import { CordwoodPlayerElement, definePlayer } from './player-element';

const fullHls: NonNullable<AttachOptions['fullHls']> = () => import('hls.js');

definePlayer(fullHls);

/** Plays a title in a video element of the page's own; the full hls.js comes as a chunk beside this module when needed. */
export function attach(media: HTMLMediaElement, options: AttachOptions): Attached {
  return attachPlayer(media, { fullHls, ...options });
}

export { CordwoodPlayerElement };
export { createEngine, LoadError } from '../index';
export type * from '../index';
export type { Attached, AttachOptions, PlayedSegment, PlayerEvents, PlayerFailure } from '../player';
