import type { AttachOptions } from '../player';

/** The attributes of `<cordwood-player>`, those of its video included. */
export const ATTRIBUTES = [
  'src',
  'server',
  'title-id',
  'level',
  'horizon',
  'site-group',
  'storage',
  'no-p2p',
  'no-upload',
  'upload-limit',
  'autoplay',
  'muted',
  'loop',
  'controls',
  'playsinline',
  'poster',
  'preload',
  'crossorigin',
] as const;

/** Attributes handed to the video as they are; changing one does not load the title again. */
export const VIDEO_ATTRIBUTES: ReadonlySet<string> = new Set([
  'autoplay',
  'muted',
  'loop',
  'controls',
  'playsinline',
  'poster',
  'preload',
  'crossorigin',
]);

/** What the attributes ask of a player, `null` when there is no `src`. A value that makes no sense is as if it were absent. */
export function optionsOf(attribute: (name: string) => string | null): AttachOptions | null {
  const src = present(attribute('src'));
  if (src === undefined) return null;
  const horizonSeconds = positive(attribute('horizon'));
  return {
    src,
    ...defined('server', serverOf(attribute('server'))),
    ...defined('title', present(attribute('title-id'))),
    ...defined('level', present(attribute('level'))),
    ...defined('siteGroup', present(attribute('site-group'))),
    ...defined('horizonSeconds', horizonSeconds),
    ...defined('uploadBitsPerSecond', positive(attribute('upload-limit'))),
    ...(attribute('storage') === 'opfs' ? { storage: 'opfs' } : {}),
    ...(attribute('no-p2p') === null ? {} : { p2p: false }),
    ...(attribute('no-upload') === null ? {} : { upload: false }),
  };
}

function present(value: string | null): string | undefined {
  const trimmed = value?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed;
}

function serverOf(value: string | null): string | undefined {
  return present(value)?.replace(/\/+$/, '');
}

function positive(value: string | null): number | undefined {
  const number = Number(present(value));
  return number > 0 && Number.isFinite(number) ? number : undefined;
}

function defined<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
