import { describe, expect, test } from 'vitest';
import { UploadPolicy } from '../../src/engine/upload-policy';
import type { Surroundings } from '../../src/engine/upload-policy';

/** An object of a browser whose properties change with an event, and who listens to it. */
class Thing extends EventTarget {
  listeners = 0;

  change(values: object, type: string): void {
    Object.assign(this, values);
    this.dispatchEvent(new Event(type));
  }

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners--;
    super.removeEventListener(...args);
  }
}

class Page extends Thing {
  hidden = false;
}

class Battery extends Thing {
  charging = false;
  level = 1;
}

const nothingIsThere = { mobile: false };

/** A policy and what it said at each change. */
function policyIn(surroundings: Surroundings, allowed = true) {
  const told: string[] = [];
  const policy: UploadPolicy = new UploadPolicy(surroundings, allowed, () => told.push(policy.giving));
  return { policy, told };
}

describe('pieces are given', () => {
  test('where a browser tells nothing of the device', () => {
    const { policy } = policyIn(nothingIsThere);
    expect([policy.giving, policy.reason]).toEqual(['all', null]);
  });

  test.each(['wifi', 'ethernet', 'unknown', 'other'])('on a connection of type %s', (type) =>
    expect(policyIn({ mobile: true, connection: Object.assign(new Thing(), { type }) }).policy.giving).toBe('all'),
  );

  test('by a tab that is hidden, but it takes no duty', () => {
    const page = new Page();
    const { policy, told } = policyIn({ mobile: false, page });
    page.change({ hidden: true }, 'visibilitychange');
    expect([policy.reason, policy.giving]).toEqual([null, 'held']);
    page.change({ hidden: false }, 'visibilitychange');
    expect(told).toEqual(['held', 'all']);
  });
});

describe('nothing is given', () => {
  test.each(['cellular', 'bluetooth', 'wimax'])('on a connection of type %s', (type) => {
    const { policy } = policyIn({ mobile: true, connection: Object.assign(new Thing(), { type }) });
    expect([policy.giving, policy.reason]).toEqual(['nothing', 'The connection is a mobile one.']);
  });

  test('from the moment a phone leaves its wireless network until it is back', () => {
    const connection = Object.assign(new Thing(), { type: 'wifi' });
    const { told } = policyIn({ mobile: true, connection });
    connection.change({ type: 'cellular' }, 'change');
    connection.change({ type: 'wifi' }, 'change');
    expect(told).toEqual(['nothing', 'all']);
  });

  test('while the browser saves data', () => {
    const connection = Object.assign(new Thing(), { saveData: true });
    const { policy, told } = policyIn({ mobile: false, connection });
    expect([policy.giving, policy.reason]).toEqual(['nothing', 'The browser is to save data.']);
    connection.change({ saveData: false }, 'change');
    expect(told).toEqual(['all']);
  });

  test('on a battery below 20 % that is not being charged', async () => {
    const battery = new Battery();
    const { policy, told } = policyIn({ mobile: false, battery: () => Promise.resolve(battery) });
    await expect.poll(() => battery.listeners).toBe(2);
    battery.change({ level: 0.2 }, 'levelchange');
    expect(policy.giving).toBe('all');
    battery.change({ level: 0.19 }, 'levelchange');
    expect(policy.reason).toBe('The battery is low.');
    battery.change({ charging: true }, 'chargingchange');
    expect(told).toEqual(['nothing', 'all']);
  });

  test('on a battery that is low from the beginning, as soon as the browser says so', async () => {
    const { told } = policyIn({ mobile: false, battery: () => Promise.resolve(Object.assign(new Battery(), { level: 0.1 })) });
    await expect.poll(() => told).toEqual(['nothing']);
  });

  test('by a phone whose page is hidden', () => {
    const page = new Page();
    const { policy } = policyIn({ mobile: true, page });
    page.change({ hidden: true }, 'visibilitychange');
    expect([policy.giving, policy.reason]).toEqual(['nothing', 'The page is hidden, on a phone.']);
  });

  test('when the site or the viewer has switched it off, until it is on again', () => {
    const { policy, told } = policyIn(nothingIsThere, false);
    expect([policy.giving, policy.reason]).toEqual(['nothing', 'Giving to others is switched off.']);
    policy.allow(true);
    policy.allow(true);
    policy.allow(false);
    expect(told).toEqual(['all', 'nothing']);
  });
});

test('a browser that refuses to speak of its battery harms nothing', async () => {
  const { policy, told } = policyIn({ mobile: false, battery: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
  await Promise.resolve();
  expect([policy.giving, told]).toEqual(['all', []]);
});

test('after its end it listens to nothing, a battery that answers late included', async () => {
  const page = new Page();
  const connection = new Thing();
  const battery = new Battery();
  const asked: (() => void)[] = [];
  const { policy } = policyIn({ mobile: false, page, connection, battery: () => new Promise((resolve) => asked.push(() => resolve(battery))) });
  expect([page.listeners, connection.listeners]).toEqual([1, 1]);
  policy.close();
  for (const answer of asked) answer();
  await new Promise((resolve) => setImmediate(resolve));
  expect([page.listeners, connection.listeners, battery.listeners]).toEqual([0, 0, 0]);
});
