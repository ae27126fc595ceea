import type { EngineOptions } from '../engine-api';
import { webCryptoDigest } from '../content/digest';

/** Why this viewer will have no peers, in a sentence for people; `null` when nothing speaks against it. */
export function whyNoPeers(options: EngineOptions, title: string | null): string | null {
  if (options.p2p === false) return 'Peer-to-peer is switched off.';
  if (options.server === undefined || options.server === '') return 'No node is named, so the title plays over HTTP only.';
  if (title === null) return 'The address of the playlist names no title (/t/{owner}/{slug}/).';
  if (webCryptoDigest() === null) return 'This page is not a secure context (https or localhost), so pieces cannot be checked.';
  if (typeof RTCPeerConnection === 'undefined') return 'This browser has no WebRTC.';
  if (typeof WebSocket === 'undefined') return 'This browser has no WebSocket.';
  return null;
}

/** The default bound of the store: less on devices that say they have little memory. */
export function defaultStoreBytes(): number {
  const memoryGiB = (navigator as { deviceMemory?: number }).deviceMemory ?? 4;
  return (memoryGiB >= 4 ? 192 : 64) * 1024 * 1024;
}

/** The browser calls itself one of a phone or a tablet. */
export function isMobile(): boolean {
  const data = (navigator as { userAgentData?: { mobile?: boolean } }).userAgentData;
  return data?.mobile ?? /Mobi/.test(navigator.userAgent);
}
