import { isTitle } from '../content/names';
import type { Need } from '../schedule/types';

/** Where a title lies. */
export interface TitleAddress {
  /** `owner/slug`, `null` when the address does not name one. */
  readonly title: string | null;
  /** Absolute address of the title's folder, with a slash at its end. */
  readonly base: string;
}

const TITLE_FOLDER = /^(.*\/t\/([a-z0-9-]{1,64}\/[a-z0-9-]{1,64})\/)[^]*$/;

/** The title of a playlist's address: the last `/t/{owner}/{slug}/` in it, else its folder. */
export function titleAddress(src: string, page: string, title?: string): TitleAddress {
  const { origin, pathname } = new URL(src, page);
  const found = TITLE_FOLDER.exec(pathname);
  const match = isTitle(found?.[2] ?? '') ? found : null;
  const folder = match?.[1] ?? pathname.slice(0, pathname.lastIndexOf('/') + 1);
  return { title: title ?? match?.[2] ?? null, base: origin + folder };
}

/** The part of an address below one of the title's folders, decoded, without its query; `null` for any other address. */
export function uriBelow(url: string, bases: readonly string[]): string | null {
  const { origin, pathname } = new URL(url);
  const base = bases.find((folder) => (origin + pathname).startsWith(folder));
  if (base === undefined) return null;
  try {
    return decodeURIComponent((origin + pathname).slice(base.length));
  } catch {
    return null;
  }
}

/** The address of a file of the title below a folder; webseeds ignore a query but for `need`. */
export function addressOf(base: string, uri: string, need?: Need): string {
  return base + uri.split('/').map(encodeURIComponent).join('/') + (need === undefined ? '' : `?need=${need}`);
}
