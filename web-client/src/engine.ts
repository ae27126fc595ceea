import { LoadError } from './engine-api';
import type { Engine, EngineOptions } from './engine-api';

/** Makes the engine of a title, or gives the page's running one of the same title and options. */
export function createEngine(options: EngineOptions): Engine {
  throw new LoadError('network', 0, `no engine for ${options.src}`);
}
