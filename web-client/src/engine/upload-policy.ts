import type { Stats } from '../engine-api';

/** Battery and page change, and tell it by an event. */
interface Changing {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** What of the browser says whether an upload would burden somebody. What a browser does not tell is absent, and burdens nobody. */
export interface Surroundings {
  /** Network Information: `type` on phones, `saveData` in Chromium. */
  readonly connection?: Changing & { readonly type?: string; readonly saveData?: boolean };
  /** Battery Status: `level` from 0 to 1. */
  readonly battery?: () => Promise<Changing & { readonly charging: boolean; readonly level: number }>;
  readonly page?: Changing & { readonly hidden: boolean };
  readonly mobile: boolean;
}

type Giving = Stats['uploads'];
type Battery = Awaited<ReturnType<NonNullable<Surroundings['battery']>>>;

const BATTERY_LOW = 0.2;
/** A phone that others use as their way to the network is asked for by bluetooth. */
const METERED = new Set(['cellular', 'bluetooth', 'wimax']);

/*
 * A hidden tab gives what it holds, for answers do not depend on timers; it takes no duty, for its timers run once a second or a
 * minute, and others would wait for what it was to bring. A hidden tab of a phone gives nothing: it costs battery that nobody sees go.
 */

/** Whether this viewer gives pieces to others: what the viewer says, and what the device is in. Changes are told as they happen. */
export class UploadPolicy {
  private battery: Battery | null = null;
  private readonly heard: (() => void)[] = [];
  private last: Giving;
  private closed = false;

  constructor(
    private readonly surroundings: Surroundings,
    private allowed: boolean,
    private readonly changed: () => void,
  ) {
    const { connection, page } = surroundings;
    if (connection !== undefined) this.hear(connection, 'change');
    if (page !== undefined) this.hear(page, 'visibilitychange');
    this.last = this.giving;
    void this.askBattery();
  }

  get giving(): Giving {
    if (this.reason !== null) return 'nothing';
    return this.hidden ? 'held' : 'all';
  }

  /** Why nothing is given, in a sentence; `null` when something is. */
  get reason(): string | null {
    const { connection, mobile } = this.surroundings;
    if (!this.allowed) return 'Giving to others is switched off.';
    if (METERED.has(connection?.type ?? '')) return 'The connection is a mobile one.';
    if (connection?.saveData === true) return 'The browser is to save data.';
    if (this.battery?.charging === false && this.battery.level < BATTERY_LOW) return 'The battery is low.';
    return mobile && this.hidden ? 'The page is hidden, on a phone.' : null;
  }

  /** The viewer switches giving on or off. */
  allow(allowed: boolean): void {
    this.allowed = allowed;
    this.look();
  }

  /** Takes all listeners off. */
  close(): void {
    this.closed = true;
    for (const off of this.heard.splice(0)) off();
  }

  private get hidden(): boolean {
    return this.surroundings.page?.hidden === true;
  }

  private async askBattery(): Promise<void> {
    const battery = await this.surroundings.battery?.().catch(() => null);
    if (battery === undefined || battery === null || this.closed) return;
    this.battery = battery;
    this.hear(battery, 'levelchange');
    this.hear(battery, 'chargingchange');
    this.look();
  }

  private hear(source: Changing, type: string): void {
    const look = (): void => this.look();
    source.addEventListener(type, look);
    this.heard.push(() => source.removeEventListener(type, look));
  }

  private look(): void {
    const { giving } = this;
    if (giving === this.last) return;
    this.last = giving;
    this.changed();
  }
}
