import type { Stats } from '../src/engine-api';
import type { MirroredVideo } from '../src/element/mirror';
import type { Attached } from '../src/player';
import { byId, make, say } from './dom';
import { drawFilmMap, FilmMap } from './film-map';
import { announcement, bytes, clock, company, viewersPart, whoBroughtWhat } from './words';
import type { Share } from './words';
import { logs, woodpile } from './woodpile';

const ANNOUNCE_EVERY_MS = 30_000;
const SIGNALING = { off: 'not used', connecting: 'being made', open: 'open', lost: 'lost, being made again' } as const;

/** Where the film is. */
type Film = Pick<MirroredVideo, 'duration' | 'currentTime'>;

const pile = woodpile(byId('woodpile'));

/** Shows live who brought what of the film that `film` plays, until `stop` is called. */
export function showBrought(film: Film, attached: Attached): { readonly stop: () => void } {
  const panel = new BroughtPanel(film);
  const offs = [
    attached.engine.on('stats', (stats) => panel.show(stats)),
    attached.on('segment', ({ startSeconds, durationSeconds, bytesFromPeers, bytesFromWebseeds }) => {
      const all = bytesFromPeers + bytesFromWebseeds;
      panel.map.add({ startSeconds, durationSeconds, viewersPart: all === 0 ? 0 : bytesFromPeers / all });
    }),
  ];
  const tick = setInterval(() => panel.show(attached.engine.stats()), 1000);
  panel.show(attached.engine.stats());
  return {
    stop: () => {
      clearInterval(tick);
      offs.forEach((off) => off());
    },
  };
}

class BroughtPanel {
  readonly map = new FilmMap();
  readonly #film: Film;
  readonly #givers = new Set<string>();
  #announcedAt = 0;

  constructor(film: Film) {
    this.#film = film;
  }

  show(stats: Stats): void {
    const share = this.#share(stats);
    pile(logs(viewersPart(share), share.fromViewersBytes + share.fromWebseedBytes > 0));
    say(byId('sentence'), whoBroughtWhat(share));
    say(byId('from-viewers'), bytes(share.fromViewersBytes));
    say(byId('from-webseed'), bytes(share.fromWebseedBytes));
    say(byId('to-others'), bytes(share.toOthersBytes));
    say(byId('near'), String(stats.peers));
    say(
      byId('company'),
      company({ connected: stats.peers, connecting: stats.connecting, signaling: stats.signaling, reason: stats.reason }),
    );
    this.#announce(announcement(share, stats.peers));
    if (byId('details', HTMLDetailsElement).open) this.#showDetails(stats);
  }

  #share(stats: Stats): Share {
    for (const peer of stats.peersDetail) if (peer.bytesDown > 0) this.#givers.add(peer.id);
    return {
      fromViewersBytes: stats.bytesFromPeers,
      fromWebseedBytes: stats.bytesFromWebseeds,
      toOthersBytes: stats.bytesToPeers,
      givers: this.#givers.size,
    };
  }

  #announce(text: string): void {
    const now = performance.now();
    if (text === '' || now - this.#announcedAt < ANNOUNCE_EVERY_MS) return;
    this.#announcedAt = now;
    say(byId('announcer'), text);
  }

  #showDetails(stats: Stats): void {
    const { viewers, webseed } = this.map.count;
    drawFilmMap(byId('map', HTMLCanvasElement), this.map, this.#film.duration, this.#film.currentTime);
    say(
      byId('map-words'),
      `${viewers} ${viewers === 1 ? 'segment' : 'segments'} mostly from viewers, ${webseed} from the webseed. The line is where you are.`,
    );
    this.#showPeers(stats);
    const total = stats.piecesTotal === null ? '' : ` of ${stats.piecesTotal}`;
    say(byId('pieces'), `${stats.piecesHeld}${total}`);
    say(byId('store'), bytes(stats.storeBytes));
    const firstMs = stats.firstPeerByteMs;
    say(byId('first-piece'), firstMs === null ? 'none yet' : `after ${(firstMs / 1000).toFixed(1)} s`);
    say(byId('bad'), stats.bannedPeers === 0 ? String(stats.badPieces) : `${stats.badPieces}, and ${stats.bannedPeers} viewers sent away`);
    say(byId('signaling'), SIGNALING[stats.signaling]);
  }

  #showPeers({ peersDetail }: Stats): void {
    byId('no-peers').hidden = peersDetail.length > 0;
    byId('peers').hidden = peersDetail.length === 0;
    const rows = peersDetail.map((peer) =>
      make(
        'tr',
        {},
        make('td', {}, make('code', { title: peer.id }, peer.id.slice(-8))),
        make('td', {}, bytes(peer.bytesDown)),
        make('td', {}, bytes(peer.bytesUp)),
        make('td', {}, peer.playheadMs === null ? '–' : clock(peer.playheadMs)),
        make('td', {}, peer.rendition ?? '–'),
      ),
    );
    byId('peer-rows').replaceChildren(...rows);
  }
}
