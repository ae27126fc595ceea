import { describe, expect, test } from 'vitest';
import { FilmMap } from '../../pages/film-map';
import { embedSnippet, qualities, titleOfPath } from '../../pages/node';
import { Qualities } from '../../pages/quality';
import { LOGS, logs, places, sizeOf } from '../../pages/woodpile';

describe('the pile', () => {
  test.each(['wide', 'narrow'] as const)('has all its logs, inside its bounds, none on another, when it is %s', (shape) => {
    const all = places(shape);
    const { width, height } = sizeOf(shape);
    expect(all).toHaveLength(LOGS);
    for (const { x, y } of all) {
      expect(x).toBeGreaterThanOrEqual(0.5);
      expect(x).toBeLessThanOrEqual(width - 0.5);
      expect(y).toBeGreaterThanOrEqual(0.5);
      expect(y).toBeLessThanOrEqual(height - 0.5 + 1e-9);
    }
    const nearest = all.flatMap((a, i) => all.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
    expect(Math.min(...nearest)).toBeGreaterThan(0.999);
  });

  test.each([
    [0, 0],
    [0.001, 1],
    [0.78, 39],
    [0.999, LOGS - 1],
    [1, LOGS],
  ])('shows a part of %f as %i logs', (part, count) => {
    const all = logs(part, true);
    expect(all.filter((log) => log === 'viewers')).toHaveLength(count);
    expect(all.filter((log) => log === 'webseed')).toHaveLength(LOGS - count);
  });

  test('is empty before anything came', () => expect(new Set(logs(0, false))).toEqual(new Set(['empty'])));
});

test('the address of a watch page names owner and slug', () => {
  expect(titleOfPath('/watch/demo/two-logs')).toEqual({ owner: 'demo', slug: 'two-logs' });
  expect(titleOfPath('/watch/demo/logs/')).toEqual({ owner: 'demo', slug: 'logs' });
  for (const path of ['/watch/demo', '/watch/Demo/logs', '/watch/demo/logs/x', '/watch/demo/..', '/']) {
    expect(titleOfPath(path)).toBeNull();
  }
});

test('a ladder is its lowest and highest rung', () => {
  const rung = (height: number) => ({ name: `${height}p`, width: height * 2, height });
  expect(qualities([rung(720), rung(240), rung(480)])).toBe('240p to 720p');
  expect(qualities([rung(720)])).toBe('720p');
  expect(qualities([rung(0)])).toBe('');
  expect(qualities([])).toBe('');
});

test('the embedding lines load the script from the webseed and name the node', () => {
  const title = { owner: 'demo', slug: 'logs', name: 'x', playlist: 'master.m3u8', durationMs: 1, renditions: [], webseeds: [] };
  expect(embedSnippet(title, 'https://seed.example/a&b/t/demo/logs/', 'https://node.example')).toBe(
    '<script src="https://seed.example/a&amp;b/client/cordwood.js"></script>\n' +
      '<cordwood-player src="https://seed.example/a&amp;b/t/demo/logs/master.m3u8" server="https://node.example" controls></cordwood-player>',
  );
});

describe('the list of qualities', () => {
  const ladder = [360, 720].map((height, i) => ({ id: String(i), width: height * 2, height, bitrate: height * 1_000 }));

  test('reads like an array', () => {
    const list = new Qualities(() => undefined);
    list.replace(ladder);
    expect([list.length, list[1]?.height, [...list].length]).toEqual([2, 720, 2]);
    list.replace(ladder.slice(0, 1));
    expect([list.length, list[1]]).toEqual([1, undefined]);
  });

  test('hands on each choice, and nothing chosen as the player’s own', () => {
    const chosen: (string | null)[] = [];
    const list = new Qualities((id) => chosen.push(id));
    let changes = 0;
    list.addEventListener('change', () => (changes += 1));
    list.replace(ladder);
    list.selectedIndex = 1;
    list.selectedIndex = -1;
    list.selectedIndex = 9;
    expect(chosen).toEqual(['1', null, null]);
    expect(list.selectedIndex).toBe(-1);
    expect(changes).toBe(3);
  });
});

test('a stretch that is loaded again takes its former place on the map', () => {
  const map = new FilmMap();
  map.add({ startSeconds: 0, durationSeconds: 4, viewersPart: 0 });
  map.add({ startSeconds: 4, durationSeconds: 4, viewersPart: 0.2 });
  map.add({ startSeconds: 4.0001, durationSeconds: 4, viewersPart: 0.9 });
  expect(map.count).toEqual({ viewers: 1, webseed: 1 });
});
