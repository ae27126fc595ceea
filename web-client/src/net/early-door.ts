import { nodeBase } from './join';
import type { Joined } from './join';

/**
 * Opens a socket at a node's `/v1/signal` (docs/PROTOCOL.md §5) for a viewer that joins meanwhile: what it says first waits for the ticket.
 * `null` where that cannot be; never throws.
 */
export function openEarly(server: string): WebSocket | null {
  try {
    const { href } = new URL('v1/signal', nodeBase(server));
    return new WebSocket(href.replace(/^http/, 'ws'));
  } catch {
    return null;
  }
}

/** Whether a socket that was opened early leads to the door that the join answer names, and is not closed. */
export function leadsTo(early: WebSocket, { signal, swarm }: Joined): boolean {
  return early.readyState < WebSocket.CLOSING && signal === `${early.url}/${swarm}`;
}
