import type { Surroundings } from './upload-policy';

/** What this browser tells of the device. */
export function surroundings(mobile: boolean): Surroundings {
  const { connection, getBattery } = navigator as { connection?: Surroundings['connection']; getBattery?: Surroundings['battery'] };
  return {
    ...(connection === undefined ? {} : { connection }),
    ...(getBattery === undefined ? {} : { battery: getBattery.bind(navigator) }),
    ...(typeof document === 'undefined' ? {} : { page: document }),
    mobile,
  };
}
