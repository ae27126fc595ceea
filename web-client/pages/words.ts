/** What the pages say about who brought what. Plain functions of counters, so that each sentence can be tested. */
export interface Share {
  readonly fromViewersBytes: number;
  readonly fromWebseedBytes: number;
  readonly toOthersBytes: number;
  /** Distinct viewers that a piece has come from since the page was opened. */
  readonly givers: number;
}

/** How things stand with other viewers now. */
export interface Company {
  readonly connected: number;
  readonly connecting: number;
  readonly signaling: 'off' | 'connecting' | 'open' | 'lost';
  /** Why there is no peer-to-peer, a sentence; `null` when there is. */
  readonly reason: string | null;
}

const NBSP = '\u00a0';

/** `0 bytes`, `1 byte`, `812 bytes`, `4.2 kB`, `12.4 MB`, `137 MB`, `1.3 GB` (powers of ten). */
export function bytes(count: number): string {
  if (count < 1000) return `${Math.round(count)}${NBSP}${Math.round(count) === 1 ? 'byte' : 'bytes'}`;
  const units = ['kB', 'MB', 'GB', 'TB'] as const;
  let value = count / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 99.95 ? Math.round(value) : value.toFixed(1)}${NBSP}${units[unit] ?? ''}`;
}

/** `78 %`; a part that is neither nothing nor all never reads 0 or 100. */
export function percent(part: number): string {
  const rounded = Math.round(part * 100);
  if (part > 0 && rounded === 0) return `less than 1${NBSP}%`;
  if (part < 1 && rounded === 100) return `more than 99${NBSP}%`;
  return `${rounded}${NBSP}%`;
}

/** `0:07`, `1:36`, `1:02:03`. */
export function clock(milliseconds: number): string {
  const { hours, minutes, seconds } = split(milliseconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** `1 hour 2 minutes`, `1 minute 36 seconds`, `7 seconds`: a length as it is spoken; hours leave the seconds out. */
export function spokenLength(milliseconds: number): string {
  const { hours, minutes, seconds } = split(milliseconds);
  const parts = [counted(hours, 'hour'), counted(minutes, 'minute'), hours > 0 ? '' : counted(seconds, 'second')];
  return parts.filter((part) => part !== '').join(' ') || '0 seconds';
}

/** `6 seconds behind`; nothing before it is known. */
export function behind(seconds: number): string {
  return seconds > 0 ? `${counted(Math.round(seconds), 'second') || '0 seconds'} behind` : '';
}

/** `1 other viewer`, `3 other viewers`. */
export function otherViewers(count: number): string {
  return `${count} other ${count === 1 ? 'viewer' : 'viewers'}`;
}

/** The part that viewers brought of all that came, 0 to 1; 0 when nothing came. */
export function viewersPart({ fromViewersBytes, fromWebseedBytes }: Share): number {
  const all = fromViewersBytes + fromWebseedBytes;
  return all === 0 ? 0 : fromViewersBytes / all;
}

/** `78 % of what you watched came from 3 other viewers, 22 % from the webseed; you brought 12.4 MB to others.` */
export function whoBroughtWhat(share: Share): string {
  return `${received(share)}; ${brought(share.toOthersBytes)}.`;
}

function received(share: Share): string {
  const { fromViewersBytes, fromWebseedBytes, givers } = share;
  if (fromViewersBytes + fromWebseedBytes === 0) return 'Nothing has come yet';
  const viewers = givers > 0 ? otherViewers(givers) : 'other viewers';
  if (fromViewersBytes === 0) return 'Everything so far came from the webseed';
  if (fromWebseedBytes === 0) return `Everything so far came from ${viewers}`;
  const part = viewersPart(share);
  return `${sentenceCase(percent(part))} of what you watched came from ${viewers}, ${percent(1 - part)} from the webseed`;
}

function brought(toOthersBytes: number): string {
  return toOthersBytes === 0 ? 'you have brought nothing to others yet' : `you brought ${bytes(toOthersBytes)} to others`;
}

/** Who is near, and if nobody: why, and what can be done. */
export function company({ connected, connecting, signaling, reason }: Company): string {
  if (connected > 0) return `You are connected to ${otherViewers(connected)}.`;
  if (reason !== null) return `${closed(sentenceCase(reason))} The film comes from the webseed, as on any other site.`;
  if (connecting > 0) return `Reaching out to ${otherViewers(connecting)}…`;
  if (signaling === 'connecting') return 'Asking the node who else is watching…';
  if (signaling === 'lost') return 'The node does not answer just now; the film plays on, and the node is asked again.';
  if (signaling === 'off') return 'Pieces are not shared here; the film comes from the webseed.';
  return 'Nobody else is watching this film right now. Open this page in a second tab, or send the link to a friend.';
}

/** A short text for screen readers: the percentages in steps of ten, so that it changes seldom. */
export function announcement(share: Share, connected: number): string {
  if (share.fromViewersBytes + share.fromWebseedBytes === 0) return '';
  const tens = Math.round(viewersPart(share) * 10) * 10;
  const near = connected === 0 ? 'No other viewer is near.' : `${otherViewers(connected)} near.`;
  return `About ${tens} percent of the film came from other viewers. ${near}`;
}

function split(milliseconds: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.round(milliseconds / 1000));
  return { hours: Math.floor(total / 3600), minutes: Math.floor((total % 3600) / 60), seconds: total % 60 };
}

function counted(count: number, unit: string): string {
  return count === 0 ? '' : `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function closed(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
