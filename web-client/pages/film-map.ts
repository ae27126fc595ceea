/** A stretch of the film that reached the player, and the part of it that other viewers brought, 0 to 1. */
export interface Stretch {
  readonly startSeconds: number;
  readonly durationSeconds: number;
  readonly viewersPart: number;
}

/** The film as a row of stretches; what was loaded again takes its former place. */
export class FilmMap {
  readonly #stretches = new Map<number, Stretch>();

  add(stretch: Stretch): void {
    this.#stretches.set(Math.round(stretch.startSeconds * 1000), stretch);
  }

  get stretches(): readonly Stretch[] {
    return [...this.#stretches.values()];
  }

  /** How many stretches came mostly from viewers, and how many from the webseed. */
  get count(): { readonly viewers: number; readonly webseed: number } {
    const viewers = this.stretches.filter((stretch) => stretch.viewersPart >= 0.5).length;
    return { viewers, webseed: this.#stretches.size - viewers };
  }
}

/** Draws the map into a canvas of any size: each stretch a bar, the viewers' part from below, the playhead a line. */
export function drawFilmMap(canvas: HTMLCanvasElement, map: FilmMap, durationSeconds: number, playheadSeconds: number): void {
  const { width, height } = fitted(canvas);
  const context = canvas.getContext('2d');
  if (context === null || !(durationSeconds > 0)) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name);
  const x = (seconds: number): number => (seconds / durationSeconds) * width;
  context.clearRect(0, 0, width, height);
  for (const { startSeconds, durationSeconds: length, viewersPart } of map.stretches) {
    const left = x(startSeconds);
    const wide = Math.max(1, x(startSeconds + length) - left - devicePixelRatio);
    const split = height * (1 - viewersPart);
    context.fillStyle = colour('--ash');
    context.fillRect(left, 0, wide, split);
    context.fillStyle = colour('--fire');
    context.fillRect(left, split, wide, height - split);
  }
  context.fillStyle = colour('--ink');
  context.fillRect(x(playheadSeconds) - devicePixelRatio, 0, 2 * devicePixelRatio, height);
}

function fitted(canvas: HTMLCanvasElement): { width: number; height: number } {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  return { width, height };
}
