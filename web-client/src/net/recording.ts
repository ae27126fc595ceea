import { isTitle } from '../content/names';
import { asObject, parseObject, textOf } from './json';

const TIMEOUT_MS = 8_000;

/** The title, `owner/slug`, that a channel's recording is, as the node says; `null` while there is none or no answer. Never rejects. */
export async function recordingOf(server: string, channel: string, signal: AbortSignal): Promise<string | null> {
  try {
    const url = new URL(`v1/titles/${channel}`, new URL(server.endsWith('/') ? server : `${server}/`, globalThis.location.href));
    const response = await fetch(url, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    const recording = response.ok ? textOf(asObject(parseObject(await response.text())?.['live']) ?? {}, 'recording') : null;
    return recording !== null && isTitle(recording) ? recording : null;
  } catch {
    return null;
  }
}
