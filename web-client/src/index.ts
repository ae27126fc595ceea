import { laterFrom } from './engine';

laterFrom(() => import('./engine/later'));

export { createEngine } from './engine';
export { LoadError } from './engine-api';
export type {
  Engine,
  EngineError,
  EngineEvents,
  EngineOptions,
  Loaded,
  LoadOptions,
  PeerStats,
  Playback,
  Stats,
} from './engine-api';
