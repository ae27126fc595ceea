// A client of a tracker outside of browsers: bittorrent-tracker's last version that takes the WebRTC of `@roamhq/wrtc`.
// node node-client.js TRACKER SWARM PEER LEFT, ids in 40 hex digits, LEFT in bytes. It sends 1 MiB of noise to every peer that
// it meets, and prints what has become of it as one line of JSON whenever something has. It ends when its input does.
import { createHash, randomBytes } from 'node:crypto';
import wrtc from '@roamhq/wrtc';
import { Client } from 'bittorrent-tracker-10';

const CHUNK_BYTES = 16_384;
const CHUNKS = 64;
const [tracker, swarm, peerId, left] = process.argv.slice(2);

const report = { complete: null, incomplete: null, connected: [], sent: [], heard: [], warnings: [], failures: [] };
const say = () => process.stdout.write(`${JSON.stringify(report)}\n`);

function greet(peer) {
  const heard = createHash('sha256');
  let bytes = 0;
  peer.on('connect', () => {
    report.connected.push(peer.id);
    const sent = createHash('sha256');
    for (let i = 0; i < CHUNKS; i += 1) {
      const chunk = randomBytes(CHUNK_BYTES);
      sent.update(chunk);
      peer.write(chunk);
    }
    report.sent.push(sent.digest('hex'));
    say();
  });
  peer.on('data', (data) => {
    heard.update(data);
    bytes += data.length;
    if (bytes !== CHUNKS * CHUNK_BYTES) return;
    report.heard.push(heard.digest('hex'));
    say();
  });
  peer.on('error', (error) => {
    report.warnings.push(error.message);
    say();
  });
}

const client = new Client({
  infoHash: swarm,
  peerId,
  announce: tracker,
  port: 6881,
  wrtc,
  rtcConfig: { iceServers: [] },
  getAnnounceOpts: () => ({ left: Number(left) }),
});
client.on('update', ({ complete, incomplete }) => {
  Object.assign(report, { complete, incomplete });
  say();
});
client.on('peer', greet);
client.on('warning', (error) => {
  report.warnings.push(error.message);
  say();
});
client.on('error', (error) => {
  report.failures.push(error.message);
  say();
});
client.start();

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
