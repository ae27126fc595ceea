// Runs before any script of a page and remembers what the page opens: `leaks.open()` is what has not been closed.

/** What is open at this moment. */
interface OpenThings {
  readonly connections: number;
  readonly sockets: number;
  readonly timeouts: number;
  readonly intervals: number;
  readonly fetches: number;
  readonly everConnections: number;
  readonly everSockets: number;
}

(() => {
  const connections: RTCPeerConnection[] = [];
  const sockets: WebSocket[] = [];
  const timeouts = new Set<number>();
  const intervals = new Set<number>();
  let fetches = 0;

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  };
  const { setTimeout, clearTimeout, setInterval, clearInterval, fetch } = globalThis;
  const page = globalThis as unknown as Record<string, unknown>;
  page['setTimeout'] = (handler: (...rest: unknown[]) => void, delay?: number, ...rest: unknown[]): number => {
    const id: number = setTimeout(() => {
      timeouts.delete(id);
      handler(...rest);
    }, delay);
    timeouts.add(id);
    return id;
  };
  page['clearTimeout'] = (id?: number): void => {
    if (id !== undefined) timeouts.delete(id);
    clearTimeout(id);
  };
  page['setInterval'] = (handler: (...rest: unknown[]) => void, delay?: number, ...rest: unknown[]): number => {
    const id: number = setInterval(handler, delay, ...rest);
    intervals.add(id);
    return id;
  };
  page['clearInterval'] = (id?: number): void => {
    if (id !== undefined) intervals.delete(id);
    clearInterval(id);
  };
  page['fetch'] = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    fetches += 1;
    try {
      return await fetch(input, init);
    } finally {
      fetches -= 1;
    }
  };
  page['leaks'] = {
    open: (): OpenThings => ({
      connections: connections.filter(({ connectionState }) => connectionState !== 'closed').length,
      sockets: sockets.filter(({ readyState }) => readyState !== WebSocket.CLOSED).length,
      timeouts: timeouts.size,
      intervals: intervals.size,
      fetches,
      everConnections: connections.length,
      everSockets: sockets.length,
    }),
  };
})();
