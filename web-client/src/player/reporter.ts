import type { Engine, Playback } from '../engine-api';

const EVENTS = ['timeupdate', 'seeking', 'seeked', 'play', 'pause', 'ratechange', 'progress', 'ended'] as const;

/** The parts of a media element that say where playback is. */
export interface PlaybackSource {
  readonly currentTime: number;
  readonly playbackRate: number;
  readonly paused: boolean;
  readonly buffered: Pick<TimeRanges, 'length' | 'start' | 'end'>;
}

/** Where a media element is, in the engine's words: at `playheadSeconds` of its clock; the title's time is `aheadMs` more. */
export function playbackOf(media: PlaybackSource, playheadSeconds: number, rendition: string | null, aheadMs = 0): Playback {
  return {
    playheadMs: playheadSeconds * 1000 + aheadMs,
    rate: media.playbackRate,
    paused: media.paused,
    bufferedAheadMs: bufferedAheadSeconds(media) * 1000,
    rendition,
  };
}

/** Tells an engine where `media` is at every event that changes it, unless `aheadMs` cannot be told. Returns `tell`, for what no event says, and `stop`. */
export function reportPlayback(
  media: HTMLMediaElement,
  engine: Engine,
  playheadSeconds: () => number,
  rendition: () => string | null,
  aheadMs: () => number | null,
): { readonly tell: () => void; readonly stop: () => void } {
  const tell = (): void => {
    const ahead = aheadMs();
    if (ahead !== null) engine.setPlayback(playbackOf(media, playheadSeconds(), rendition(), ahead));
  };
  for (const event of EVENTS) media.addEventListener(event, tell);
  return {
    tell,
    stop: () => {
      for (const event of EVENTS) media.removeEventListener(event, tell);
    },
  };
}

/** How far what an element holds reaches from its playhead without a gap. */
export function bufferedAheadSeconds({ buffered, currentTime }: PlaybackSource): number {
  for (let i = 0; i < buffered.length; i++) {
    const end = buffered.end(i);
    if (buffered.start(i) <= currentTime + 0.1 && end > currentTime) return end - currentTime;
  }
  return 0;
}
