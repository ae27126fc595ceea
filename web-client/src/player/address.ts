/** A level of a quality ladder, as far as choosing one needs it. */
export interface Rung {
  readonly height: number;
  readonly url: readonly string[];
}

/** `owner/slug` of an address that has `/t/{owner}/{slug}/` in its path, the last one when there are several; else `null`. */
export function titleOf(src: string, base: string): string | null {
  const path = parse(src, base)?.pathname ?? '';
  const matches = [...path.matchAll(/\/t\/([a-z0-9-]{1,64}\/[a-z0-9-]{1,64})(?=\/)/g)];
  return matches.at(-1)?.[1] ?? null;
}

/** The name of the folder that a rendition's playlist lies in, `''` when it lies beside the master playlist. */
export function renditionOf(playlistUrl: string, masterUrl: string): string {
  const folder = folderOf(playlistUrl);
  return folder === folderOf(masterUrl) ? '' : decodeURIComponent(folder.split('/').at(-2) ?? '');
}

/** Whether a master playlist has audio or subtitles of their own, which the light hls.js cannot play (RFC 8216 §4.3.4.1). */
export function needsFullHls(master: string): boolean {
  return master
    .split('\n')
    .some((line) => line.startsWith('#EXT-X-MEDIA:') && /TYPE=(AUDIO|SUBTITLES)\b/.test(line) && /\bURI="/.test(line));
}

/**
 * The index of the level that `pin` names: an index, the name of a rendition's folder, or a height (`720p`, `720`).
 * `-1`, which leaves the choice to the player, when there is none or the pin is `auto`.
 */
export function pinnedLevel(levels: readonly Rung[], pin: string | number | undefined, masterUrl: string): number {
  if (pin === undefined || pin === '' || pin === 'auto') return -1;
  if (typeof pin === 'number') return pin < levels.length ? pin : -1;
  const byName = levels.findIndex((level) => level.url.some((url) => renditionOf(url, masterUrl) === pin));
  if (byName >= 0) return byName;
  const height = Number(/^(\d+)p?$/.exec(pin)?.[1] ?? Number.NaN);
  return levels.findIndex((level) => level.height === height);
}

function folderOf(address: string): string {
  const path = address.replace(/[?#].*$/, '');
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function parse(src: string, base: string): URL | null {
  return URL.canParse(src, base) ? new URL(src, base) : null;
}
