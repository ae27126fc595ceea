import { drawn } from './dom';

/** Logs in the pile; each stands for 2 %. */
export const LOGS = 50;

/** What a log of the pile shows. */
export type Log = 'empty' | 'viewers' | 'webseed';

/** A place in the pile, in units of a log's width. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

const ROW_HEIGHT = Math.sqrt(3) / 2;

/** Rows of a pile of {@link LOGS}: three on a wide page, four on a narrow one; each row is one log shorter than the one below it. */
const ROWS = { wide: [17, 16, 17], narrow: [13, 12, 13, 12] } as const;

/** Where the logs lie, ordered from left to right, so that the first ones stand for the left part of the pile. */
export function places(shape: keyof typeof ROWS): readonly Place[] {
  const rows = ROWS[shape];
  const widest = Math.max(...rows);
  return rows
    .flatMap((count, row) =>
      Array.from({ length: count }, (_, i) => ({
        x: 0.5 + (widest - count) / 2 + i,
        y: 0.5 + (rows.length - 1 - row) * ROW_HEIGHT,
      })),
    )
    .sort((a, b) => a.x - b.x || b.y - a.y);
}

/** The size of a pile in units of a log's width. */
export function sizeOf(shape: keyof typeof ROWS): { readonly width: number; readonly height: number } {
  const rows = ROWS[shape];
  return { width: Math.max(...rows), height: 1 + (rows.length - 1) * ROW_HEIGHT };
}

/** Who brought each log when viewers brought `part` of everything; who brought anything has at least one log. */
export function logs(part: number, anything: boolean): readonly Log[] {
  if (!anything) return Array.from({ length: LOGS }, () => 'empty');
  const exact = Math.round(part * LOGS);
  const viewers = part === 0 ? 0 : part === 1 ? LOGS : Math.min(LOGS - 1, Math.max(1, exact));
  return Array.from({ length: LOGS }, (_, i) => (i < viewers ? 'viewers' : 'webseed'));
}

/** The pile as a picture in `box`, laid anew when the page becomes narrow or wide. Returns what colours its logs. */
export function woodpile(box: HTMLElement): (logs: readonly Log[]) => void {
  const narrow = matchMedia('(max-width: 34rem)');
  let shown = logs(0, false);
  let drawnLogs: readonly SVGGElement[] = [];
  const colour = (): void =>
    drawnLogs.forEach((log, i) => {
      const name = `log ${shown[i] ?? 'empty'}`;
      if (log.getAttribute('class') !== name) log.setAttribute('class', name);
    });
  const lay = (): void => {
    const shape = narrow.matches ? 'narrow' : 'wide';
    const { width, height } = sizeOf(shape);
    box.style.setProperty('--pile-width', String(width));
    box.style.setProperty('--pile-height', String(height));
    drawnLogs = places(shape).map(drawLog);
    box.replaceChildren(drawn('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, ...drawnLogs));
    colour();
  };
  narrow.addEventListener('change', lay);
  lay();
  return (logs) => {
    shown = logs;
    colour();
  };
}

/** One end grain: bark, and rings a little off the middle, turned differently from log to log. */
function drawLog({ x, y }: Place, index: number): SVGGElement {
  const turn = (index * 137.5) % 360;
  const ring = (r: number): SVGCircleElement =>
    drawn('circle', { class: 'ring', cx: 0.035, cy: 0, r, 'stroke-width': 0.032, 'stroke-dasharray': `${r * 4.9} ${r * 1.4}` });
  const wood = drawn('circle', { class: 'wood', r: 0.43, 'stroke-width': 0.07 });
  return drawn('g', { class: 'log', transform: `translate(${x} ${y}) rotate(${turn})` }, wood, ring(0.3), ring(0.19), ring(0.08));
}
