/** One quality as media-chrome's menu shows it. */
export interface Quality {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly bitrate: number;
}

/**
 * The list of qualities that media-chrome looks for on its media (`videoRenditions`): indexed like an array, with
 * `selectedIndex` −1 while the player chooses. Fires `addrendition`, `removerendition` and `change`.
 */
export class Qualities extends EventTarget implements Iterable<Quality> {
  [index: number]: Quality;
  readonly #choose: (id: string | null) => void;
  #list: readonly Quality[] = [];
  #selected = -1;

  /** `choose` hears of every choice made in the menu: an id, or `null` for the player's own choice. */
  constructor(choose: (id: string | null) => void) {
    super();
    this.#choose = choose;
  }

  get length(): number {
    return this.#list.length;
  }

  get selectedIndex(): number {
    return this.#selected;
  }

  set selectedIndex(index: number) {
    this.#selected = this.#list[index] === undefined ? -1 : index;
    this.#choose(this.#list[index]?.id ?? null);
    this.dispatchEvent(new Event('change'));
  }

  [Symbol.iterator](): Iterator<Quality> {
    return this.#list[Symbol.iterator]();
  }

  /** Takes another ladder's place; the player chooses among it until somebody else does. */
  replace(list: readonly Quality[]): void {
    for (let i = 0; i < this.#list.length; i++) Reflect.deleteProperty(this, i);
    this.#list = list;
    this.#selected = -1;
    list.forEach((quality, i) => {
      this[i] = quality;
    });
    this.dispatchEvent(new Event(list.length === 0 ? 'removerendition' : 'addrendition'));
  }
}

/** Gives `media` the list that media-chrome's quality menu works with. */
export function offerQualities(media: HTMLElement, choose: (id: string | null) => void): Qualities {
  const qualities = new Qualities(choose);
  Object.defineProperty(media, 'videoRenditions', { value: qualities });
  return qualities;
}
