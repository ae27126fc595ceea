/** What went wrong on the network, and on whose side. */
export class NetError extends Error {
  override readonly name = 'NetError';
  constructor(
    readonly code: 'status' | 'network' | 'timeout' | 'content' | 'refused',
    readonly source: 'peer' | 'webseed' | 'signaling',
    /** The HTTP status, 0 when there was none. */
    readonly status: number,
    detail: string,
    /** How long the other side asks to be left alone. */
    readonly retryAfterMs = 0,
  ) {
    super(detail);
  }
}

/** Whether trying the same again later can help: not after a refusal that will be repeated. */
export function worthRetrying(error: NetError): boolean {
  if (error.code === 'refused' || error.code === 'content') return false;
  return error.code !== 'status' || error.status === 408 || error.status === 429 || error.status >= 500;
}
