/** What of a media element says where it plays. */
export interface PlayheadSource {
  readonly currentTime: number;
  readonly buffered: Pick<TimeRanges, 'length'>;
  readonly played: Pick<TimeRanges, 'length'>;
}

/**
 * Where an element plays, in seconds of its own clock, or will begin to: hls.js seeks to its start only once something of it is buffered,
 * and until then the clock says 0. `startSeconds` is that start, negative while it is not known.
 */
export function playheadSeconds(media: PlayheadSource, startSeconds: number): number {
  const { currentTime } = media;
  // Asked for many times a second: the lists of ranges, which are made anew each time, are looked at only where they matter.
  if (currentTime >= startSeconds) return currentTime;
  const begun = media.buffered.length > 0 || media.played.length > 0;
  return begun ? currentTime : startSeconds;
}
