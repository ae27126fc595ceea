import { expect, test } from 'vitest';
import { Emitter } from '../../src/player/emitter';

test('listeners hear their event until they are taken off', () => {
  const emitter = new Emitter<{ level: number; failed: string }>();
  const heard: unknown[] = [];
  const off = emitter.on('level', (level) => heard.push(level));
  emitter.emit('level', 1);
  emitter.emit('failed', 'x');
  off();
  emitter.emit('level', 2);
  expect(heard).toEqual([1]);
});

test('nobody hears anything after clear', () => {
  const emitter = new Emitter<{ level: number }>();
  const heard: number[] = [];
  emitter.on('level', (level) => heard.push(level));
  emitter.clear();
  emitter.emit('level', 1);
  expect(heard).toEqual([]);
});
