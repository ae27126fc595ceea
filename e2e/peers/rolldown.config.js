// Packs the stock tracker client for browsers. The packages are as npm has them; `process.browser` is what WebTorrent's own
// build puts in.
export default {
  input: { 'bittorrent-tracker': 'bittorrent-tracker/client' },
  platform: 'browser',
  transform: { define: { 'process.browser': 'true' } },
  output: { format: 'es' },
};
