/** The light build has the full one's types; package.json of hls.js names none for it. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
