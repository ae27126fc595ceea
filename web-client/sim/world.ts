import type { Request, ScheduleState } from '../src/schedule/types';
import type { Clock } from './clock';
import type { Figures } from './figures';
import type { Film } from './film';
import type { Place } from './network';
import type { SimNode } from './node';
import type { WebseedHost } from './webseed-host';

/** How one viewer behaves. */
export interface Behaviour {
  /** It gives what it has, and says so. */
  readonly uploads: boolean;
  /** It says that it has everything and never sends. */
  readonly lies: boolean;
  /** What it sends is wrong. */
  readonly pollutes: boolean;
  /** Its tab is hidden: its timers run once a second. */
  readonly hidden: boolean;
}

/** What all viewers of a run share. */
export interface World {
  readonly clock: Clock;
  readonly film: Film;
  readonly webseed: WebseedHost;
  readonly node: SimNode;
  readonly figures: Figures;
  readonly plan: (state: ScheduleState, nowMs: number) => Request[];
  readonly random: () => number;
  readonly peersAllowed: boolean;
  /** Players begin with a low rung where webseeds are busy. */
  readonly lowStart: boolean;
  readonly horizonMs: number;
  /** Viewers hear of segments one by one. */
  readonly channel: boolean;
}

export interface ViewerOptions {
  readonly number: number;
  readonly place: Place;
  readonly uplinkBitsPerMs: number;
  readonly downlinkBitsPerMs: number;
  readonly rendition: number;
  readonly behaviour: Behaviour;
}
