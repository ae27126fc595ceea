const READ_ONLY = [
  'buffered',
  'duration',
  'ended',
  'error',
  'networkState',
  'paused',
  'played',
  'readyState',
  'seekable',
  'seeking',
  'textTracks',
  'videoHeight',
  'videoWidth',
] as const;

const WRITABLE = [
  'autoplay',
  'controls',
  'currentTime',
  'defaultMuted',
  'defaultPlaybackRate',
  'disablePictureInPicture',
  'loop',
  'muted',
  'playbackRate',
  'playsInline',
  'poster',
  'preload',
  'volume',
] as const;

/** The properties of a video that an element around one has too, so that players' controls can work with it as with a video. */
export type MirroredVideo = Readonly<Pick<HTMLVideoElement, (typeof READ_ONLY)[number]>> &
  Pick<HTMLVideoElement, (typeof WRITABLE)[number]>;

interface HoldsVideo {
  readonly video: HTMLVideoElement;
}

/** Gives the elements of `prototype` the properties of {@link MirroredVideo}, read from and written to their video. */
export function mirrorVideo(prototype: HoldsVideo): void {
  const writable: readonly string[] = WRITABLE;
  for (const name of [...READ_ONLY, ...WRITABLE]) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HoldsVideo) {
        return this.video[name];
      },
      ...(writable.includes(name) && {
        set(this: HoldsVideo, value: unknown) {
          Reflect.set(this.video, name, value);
        },
      }),
    });
  }
}
