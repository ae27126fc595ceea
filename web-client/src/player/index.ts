export { attach } from './attach';
export type { Attached, AttachOptions, PlayedSegment, PlayerEvents, PlayerFailure } from './attach';
export { pinnedLevel, renditionOf, titleOf } from './address';
