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
export function playheadSeconds({ currentTime, buffered, played }: PlayheadSource, startSeconds: number): number {
  const begun = buffered.length > 0 || played.length > 0;
  return begun ? currentTime : Math.max(currentTime, startSeconds);
}
