/** A segment of a media playlist with its lines, the last of which is its uri. */
export interface PlaylistEntry {
  /** Its number, which the name of its file tells. */
  readonly number: number;
  readonly lines: readonly string[];
}

/** A live channel's media playlist as its webseed wrote it (RFC 8216, docs/PROTOCOL.md §2.5). */
export interface LivePlaylist {
  /** The lines above the first segment that do not change as it slides. */
  readonly head: readonly string[];
  /** Of EXT-X-DISCONTINUITY-SEQUENCE, `null` when it has none. */
  readonly discontinuities: number | null;
  /** Of EXT-X-TARGETDURATION. */
  readonly targetSeconds: number;
  readonly entries: readonly PlaylistEntry[];
  readonly ended: boolean;
  /** The signed records that it carries, base64url, the oldest first. */
  readonly records: readonly string[];
}

const RECORD_TAG = '#EXT-X-CORDWOOD-RECORD:';
const OF_SEGMENTS = /^#(?:EXTINF|EXT-X-(?:DISCONTINUITY|MAP|KEY|PROGRAM-DATE-TIME|BYTERANGE|GAP|BITRATE|DATERANGE|CORDWOOD-RECORD|PART)(?::|$))/;
/** What holds until it is said anew. */
const IN_FORCE = ['#EXT-X-KEY:', '#EXT-X-MAP:'];
const SLIDES = /^#EXT-X-(?:MEDIA|DISCONTINUITY)-SEQUENCE:/;
const NUMBERED = /(?:^|\/)\d+-(\d+)\.[A-Za-z0-9]+(?:\?.*)?$/;
const RECORDS_MOST = 64;

/** Reads a live media playlist; `null` for one that is none, or whose segments are not named as a channel's are. */
export function readLivePlaylist(text: string): LivePlaylist | null {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines[0] !== '#EXTM3U') return null;
  const first = lines.findIndex((line) => OF_SEGMENTS.test(line) || !line.startsWith('#'));
  const above = first < 0 ? lines : lines.slice(0, first);
  const below = first < 0 ? [] : lines.slice(first);
  const entries = entriesOf(below.filter((line) => !line.startsWith(RECORD_TAG) && line !== '#EXT-X-ENDLIST'));
  const targetSeconds = valueOf(above, '#EXT-X-TARGETDURATION:');
  if (entries === null || targetSeconds === null) return null;
  if (entries[0] !== undefined && valueOf(above, '#EXT-X-MEDIA-SEQUENCE:') !== entries[0].number) return null;
  return {
    head: above.filter((line) => !SLIDES.test(line) && line !== '#EXT-X-ENDLIST'),
    discontinuities: valueOf(above, '#EXT-X-DISCONTINUITY-SEQUENCE:'),
    targetSeconds,
    entries,
    ended: lines.includes('#EXT-X-ENDLIST'),
    records: below.filter((line) => line.startsWith(RECORD_TAG)).map((line) => line.slice(RECORD_TAG.length)).slice(-RECORDS_MOST),
  };
}

/** The same playlist with segments behind its last one. As many leave at its beginning once it has slid before; before that it grows. */
export function extended(playlist: LivePlaylist, more: readonly PlaylistEntry[]): LivePlaylist {
  const all = [...playlist.entries, ...more];
  const slides = (playlist.entries[0]?.number ?? 1) > 1;
  const gone = slides ? all.slice(0, more.length) : [];
  const [first, ...others] = all.slice(gone.length);
  if (first === undefined) return playlist;
  const before = gone.flatMap(({ lines }) => lines);
  const repeated = IN_FORCE.filter((tag) => !first.lines.some((line) => line.startsWith(tag))).flatMap((tag) => before.filter((line) => line.startsWith(tag)).slice(-1));
  const dropped = before.filter((line) => line === '#EXT-X-DISCONTINUITY').length;
  return {
    ...playlist,
    discontinuities: playlist.discontinuities === null && dropped === 0 ? null : (playlist.discontinuities ?? 0) + dropped,
    entries: [{ ...first, lines: [...repeated, ...first.lines] }, ...others],
  };
}

/** Writes a playlist as players read it, without the records. */
export function writePlaylist({ head, discontinuities, entries, ended }: LivePlaylist): string {
  const lines = [
    ...head,
    `#EXT-X-MEDIA-SEQUENCE:${entries[0]?.number ?? 0}`,
    ...(discontinuities === null ? [] : [`#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuities}`]),
    ...entries.flatMap((entry) => entry.lines),
    ...(ended ? ['#EXT-X-ENDLIST'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function entriesOf(lines: readonly string[]): readonly PlaylistEntry[] | null {
  const entries: PlaylistEntry[] = [];
  let own: string[] = [];
  for (const line of lines) {
    own.push(line);
    if (line.startsWith('#')) continue;
    const number = Number(NUMBERED.exec(line)?.[1] ?? NaN);
    if (!Number.isSafeInteger(number)) return null;
    entries.push({ number, lines: own });
    own = [];
  }
  return entries;
}

function valueOf(lines: readonly string[], tag: string): number | null {
  const value = Number(lines.find((line) => line.startsWith(tag))?.slice(tag.length) ?? NaN);
  return Number.isSafeInteger(value) ? value : null;
}
