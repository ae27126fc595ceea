import { byId, say } from './dom';
import { behind } from './words';

/** The parts of hls.js that are read here. */
interface Live {
  /** Seconds behind the newest that is published. */
  readonly latency: number;
  readonly latestLevelDetails: { readonly live: boolean } | null;
}

const EVERY_MS = 1_000;

/** Says that a channel is on the air and how far behind its newest picture the player is, until `stop` is called. */
export function showAir(playing: () => Live | null): { readonly stop: () => void } {
  const box = byId('air');
  const look = (): void => {
    const hls = playing();
    const details = hls?.latestLevelDetails ?? null;
    box.hidden = hls === null || details === null;
    if (hls === null || details === null) return;
    box.classList.toggle('on-air', details.live);
    say(byId('air-state'), details.live ? 'Live' : 'The channel has ended');
    say(byId('air-behind'), details.live ? behind(hls.latency) : '');
  };
  const timer = setInterval(look, EVERY_MS);
  look();
  return {
    stop: () => {
      clearInterval(timer);
      box.hidden = true;
    },
  };
}
