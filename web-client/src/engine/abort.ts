/**
 * Runs `action` once when `signal` fires, at once when it has already. Returns what takes it off again: until then the signal, and
 * every longer-lived one that it depends on, keeps alive whatever `action` refers to.
 */
export function onAbort(signal: AbortSignal, action: (reason: Error) => void): () => void {
  const fire = (): void => action(signal.reason as Error);
  if (signal.aborted) fire();
  else signal.addEventListener('abort', fire, { once: true });
  return () => signal.removeEventListener('abort', fire);
}
