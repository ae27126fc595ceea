import { describe, expect, test } from 'vitest';
import { optionsOf } from '../../src/element/options';

const options = (attributes: Readonly<Record<string, string>>) => optionsOf((name) => attributes[name] ?? null);

describe('the attributes of cordwood-player', () => {
  test('need a src', () => {
    expect(options({})).toBeNull();
    expect(options({ src: '  ', server: 'https://node' })).toBeNull();
  });

  test('without a server mean HTTP only', () => expect(options({ src: 'a.m3u8' })).toEqual({ src: 'a.m3u8' }));

  test('become options', () =>
    expect(
      options({
        src: ' a.m3u8 ',
        server: 'https://node/',
        'title-id': 'demo/logs',
        level: '720p',
        horizon: '45',
        'upload-limit': '2000000',
        'site-group': 'news',
        'no-p2p': '',
        'no-upload': '',
        storage: 'opfs',
      }),
    ).toEqual({
      src: 'a.m3u8',
      server: 'https://node',
      title: 'demo/logs',
      level: '720p',
      horizonSeconds: 45,
      uploadBitsPerSecond: 2_000_000,
      siteGroup: 'news',
      p2p: false,
      upload: false,
      storage: 'opfs',
    }));

  test('know no storage but the private file system', () => expect(options({ src: 'a.m3u8', storage: 'tape' })).toEqual({ src: 'a.m3u8' }));

  test.each(['', 'soon', '-3', '0', 'Infinity'])('take a horizon of “%s” for none', (horizon) =>
    expect(options({ src: 'a.m3u8', horizon, 'upload-limit': horizon })).toEqual({ src: 'a.m3u8' }),
  );
});

/** The first import of hls.js takes its time on a busy machine. */
const IMPORT_MS = 60_000;

test('importing the module where there is no document does no harm', { timeout: IMPORT_MS }, async () => {
  for (const name of ['window', 'document', 'HTMLElement', 'location', 'RTCPeerConnection', 'WebSocket', 'MediaSource']) {
    expect([name, name in globalThis]).toEqual([name, false]);
  }
  expect(Object.keys(await import('../../src/index')).sort()).toEqual(['LoadError', 'createEngine']);
  const module = await import('../../src/element/module');
  expect(Object.keys(module).sort()).toEqual(['CordwoodPlayerElement', 'LoadError', 'attach', 'createEngine']);
});
