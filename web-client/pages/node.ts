/** One quality of a title, as the node names it (PROTOCOL §4.2). */
export interface TitleRendition {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** What the pages read of a title (PROTOCOL §4.2). */
export interface Title {
  readonly owner: string;
  readonly slug: string;
  readonly name: string;
  readonly playlist: string;
  readonly poster?: string;
  readonly durationMs: number;
  readonly renditions: readonly TitleRendition[];
  /** Of a channel: on the air, or over. */
  readonly live?: { readonly state: 'on' | 'ended' };
  /** Bases of the webseeds that serve it now, each ending in `/`. */
  readonly webseeds: readonly string[];
}

/** What became of a question to the node. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | { readonly kind: 'unreachable' };

const PATIENCE_MS = 10_000;

/** All titles of the node that served this page. Never rejects. */
export async function titles(): Promise<Answer<readonly Title[]>> {
  const answer = await ask<{ readonly titles: readonly Title[] }>('/v1/titles');
  return answer.kind === 'ok' ? { kind: 'ok', value: answer.value.titles } : answer;
}

/** One title of the node that served this page. Never rejects. */
export function title(owner: string, slug: string): Promise<Answer<Title>> {
  return ask<Title>(`/v1/titles/${encodeURIComponent(owner)}/${encodeURIComponent(slug)}`);
}

/** Heights of a title's ladder in words: `720p`, `240p to 720p`, nothing for sound alone. */
export function qualities(renditions: readonly TitleRendition[]): string {
  const heights = renditions.map((rendition) => rendition.height).filter((height) => height > 0);
  if (heights.length === 0) return '';
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  return low === high ? `${high}p` : `${low}p to ${high}p`;
}

/** Owner and slug of a watch page's address, `/watch/{owner}/{slug}`; `null` when it has another form. */
export function titleOfPath(pathname: string): { readonly owner: string; readonly slug: string } | null {
  const match = /^\/watch\/([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})\/?$/.exec(pathname);
  const [, owner, slug] = match ?? [];
  return owner === undefined || slug === undefined ? null : { owner, slug };
}

/** The lines that play a title on any other site. The script comes from the webseed, so the film plays without the node too. */
export function embedSnippet(title: Title, base: string, server: string): string {
  const webseed = base.replace(/\/t\/[^/]+\/[^/]+\/$/, '');
  return [
    `<script src="${attribute(`${webseed}/client/cordwood.js`)}"></script>`,
    `<cordwood-player src="${attribute(base + title.playlist)}" server="${attribute(server)}" controls></cordwood-player>`,
  ].join('\n');
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

async function ask<T>(path: string): Promise<Answer<T>> {
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS), headers: { Accept: 'application/json' } });
    if (response.status === 404) return { kind: 'missing' };
    if (!response.ok) return { kind: 'refused', status: response.status, detail: await detailOf(response) };
    return { kind: 'ok', value: (await response.json()) as T };
  } catch {
    return { kind: 'unreachable' };
  }
}

async function detailOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => null)) as { readonly detail?: unknown } | null;
  return typeof problem?.detail === 'string' ? problem.detail : '';
}
