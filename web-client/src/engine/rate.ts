/**
 * What this viewer's line brings, in bits a second, of what was measured of webseeds and of peers: the larger. Each alone is less than the line when
 * the other brings most. `null` when neither was measured.
 */
export function lineRate(webseeds: number | null, peers: number | null): number | null {
  return webseeds === null || peers === null ? (webseeds ?? peers) : Math.max(webseeds, peers);
}
