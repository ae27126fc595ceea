// Runs before any script of a page and remembers what the page opens: `leaks.open()` is what has not been closed.

/** What is open at this moment. */
interface OpenThings {
  readonly connections: number;
  readonly sockets: number;
  readonly timeouts: number;
  readonly intervals: number;
  readonly fetches: number;
  readonly workers: number;
  /** Of the window, the document and the network's state. */
  readonly listeners: number;
  readonly everConnections: number;
  readonly everSockets: number;
}

(() => {
  const connections: RTCPeerConnection[] = [];
  const sockets: WebSocket[] = [];
  const timeouts = new Set<number>();
  const intervals = new Set<number>();
  let fetches = 0;
  let workers = 0;
  const listeners = new Map<EventTarget, Set<string>>();
  const names = new WeakMap<object, number>();
  let named = 0;

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
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers += 1;
    }

    override terminate(): void {
      workers -= 1;
      super.terminate();
    }
  };
  const nameOf = (type: string, listener: object): string => {
    const name = names.get(listener) ?? (named += 1);
    names.set(listener, name);
    return `${type} ${name}`;
  };
  const shared = (target: EventTarget): boolean => target === globalThis || target instanceof Document || target === (navigator as { connection?: object }).connection;
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, type, listener, options) {
    const target = this ?? globalThis;
    if (listener !== null && shared(target)) listeners.set(target, (listeners.get(target) ?? new Set()).add(nameOf(type, listener)));
    addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (this: EventTarget | undefined, type, listener, options) {
    const target = this ?? globalThis;
    if (listener !== null) listeners.get(target)?.delete(nameOf(type, listener));
    removeEventListener.call(target, type, listener, options);
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
      workers,
      listeners: [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
      everConnections: connections.length,
      everSockets: sockets.length,
    }),
  };
})();
