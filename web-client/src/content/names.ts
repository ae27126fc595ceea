import { ContentError } from './ids';

const URI_MOST_BYTES = 1_024;
const COMPONENT_MOST_BYTES = 255;
const COMPONENTS_MOST = 32;
const OWNER_OR_SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Whether `text` is a title, `owner/slug` (docs/PROTOCOL.md §1). */
export function isTitle(text: string): boolean {
  const parts = text.split('/');
  return parts.length === 2 && parts.every((part) => part.length <= 64 && OWNER_OR_SLUG.test(part));
}

/** A rendition's name as docs/PROTOCOL.md §1 has it; the empty name is the shared files'. Throws a {@link ContentError}. */
export function renditionName(name: string): string {
  if (!/^[A-Za-z0-9._-]{0,32}$/.test(name) || ['.', '..', '_'].includes(name)) throw new ContentError('not the name of a rendition');
  return name;
}

/** Where a rendition's records lie in its title's folder (docs/PROTOCOL.md §2.2). */
export function recordsUri(rendition: string): string {
  return `.cordwood/records/${renditionName(rendition) || '_'}`;
}

/** Where the piece hashes of a rendition's files lie in its title's folder (docs/PROTOCOL.md §2.3). */
export function hashesUri(rendition: string): string {
  return `.cordwood/hashes/${renditionName(rendition) || '_'}`;
}

/** A record's uri as docs/PROTOCOL.md §2.1 has it. Throws a {@link ContentError}. */
export function safeUri(uri: string): string {
  const parts = uri.split('/');
  // eslint-disable-next-line no-control-regex
  const bad = /[\u0000-\u001f\u007f-\u009f\\]/.test(uri) || /\p{Surrogate}/u.test(uri);
  const long = exceeds(uri, URI_MOST_BYTES) || parts.length > COMPONENTS_MOST || parts.some((part) => exceeds(part, COMPONENT_MOST_BYTES));
  const special = parts.some((part) => part === '' || part === '.' || part === '..') || parts[0] === '.cordwood' || parts[0] === '.pad';
  if (bad || long || special) throw new ContentError('not a path within a title');
  return uri;
}

/** Whether a text has more than so many bytes of UTF-8, of which a character of JavaScript makes at most three. */
function exceeds(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes;
}
