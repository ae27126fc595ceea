import { CordwoodPlayerElement, definePlayer } from '../src/element/player-element';
import { laterFrom } from '../src/engine';
import type { PlayerFailure } from '../src/player';
import { restartAfterMs } from '../src/player/retry';
import { showBrought } from './brought';
import { showAir } from './air';
import { byId, say } from './dom';
import { embedSnippet, qualities as ladder, title as ask, titleOfPath } from './node';
import type { Answer, Title } from './node';
import { offerPassingOn } from './pass-on';
import { offerQualities } from './quality';
import { spokenLength } from './words';

/** The film on the page, and what shows who brought it. */
interface Showing {
  readonly player: CordwoodPlayerElement;
  readonly stop: () => void;
}

let showing: Showing | null = null;
/** While there is nothing to play: the next time that the title is asked for, and how often it was in vain. */
let again: ReturnType<typeof setTimeout> | undefined;
let inVain = 0;
/** How often the title was asked for; only the last answer counts. */
let turns = 0;

interface Trouble {
  readonly title: string;
  readonly text: string;
  readonly retry: (() => void) | null;
}

function trouble({ title, text, retry }: Trouble): void {
  say(byId('trouble-title'), title);
  say(byId('trouble-text'), text);
  byId('trouble-retry').hidden = retry === null;
  byId('trouble-retry').onclick = retry;
  byId('trouble').hidden = false;
}

function calm(): void {
  if (showing !== null) showing.player.onwaiting = null;
  byId('trouble').hidden = true;
}

/** What the player cannot do is said when the picture stands still, not while it still plays from what came before. */
function troubleOnceStill(player: CordwoodPlayerElement, what: Trouble): void {
  if (player.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) trouble(what);
  else player.onwaiting = () => trouble(what);
}

function unanswered(answer: Exclude<Answer<Title>, { kind: 'ok' }>): Trouble {
  switch (answer.kind) {
    case 'missing':
      return {
        title: 'There is no film here',
        text: 'It was taken off, or is not there yet: then it begins here once it is. Or the address is mistyped. The films that are there are under “All films”.',
        retry: null,
      };
    case 'unreachable':
      return {
        title: 'The node does not answer',
        text: 'It may be starting, or the network is down; this page asks it again by itself. If the node is yours, start it with ./cordwood up.',
        retry: openNow,
      };
    case 'refused':
      return { title: 'The node refused', text: answer.detail || `It answered ${answer.status}.`, retry: openNow };
  }
}

const mistyped: Trouble = {
  title: 'There is no film here',
  text: 'No film has an address like this one, so it is mistyped. The films that are there are under “All films”.',
  retry: null,
};

const unserved: Trouble = {
  title: 'No webseed serves this film now',
  text: 'The first piece has to come from somewhere; this page looks for one by itself. If the webseed is yours, start it with ./cordwood up.',
  retry: openNow,
};

function failed(player: CordwoodPlayerElement, { kind }: PlayerFailure): void {
  const retry = (): void => {
    calm();
    player.attached?.retry();
  };
  const text = {
    network: 'Neither a webseed nor another viewer could bring the next piece. It is tried again by itself; check your connection.',
    media: 'The browser could not decode a part of the film. It goes on by itself if it can; otherwise try again.',
    unsupported: 'This browser cannot play the film’s format. A current Chrome, Edge, Firefox or Safari can.',
  }[kind];
  troubleOnceStill(player, { title: 'The film does not go on', text, retry: kind === 'unsupported' ? null : retry });
}

function describe(title: Title): void {
  document.title = `${title.name} – Cordwood`;
  say(byId('name'), title.name);
  const facts = [title.durationMs > 0 ? spokenLength(title.durationMs) : '', title.live?.state === 'ended' ? 'off the air' : '', ladder(title.renditions), `from ${title.owner}`];
  say(byId('facts'), facts.filter((fact) => fact !== '').join(' · '));
}

/** An element that plays the title as soon as it is put into the page. */
function playerOf(title: Title, base: string): CordwoodPlayerElement {
  const player = new CordwoodPlayerElement();
  const attributes = {
    slot: 'media',
    src: base + title.playlist,
    server: location.origin,
    'title-id': `${title.owner}/${title.slug}`,
    ...(title.poster !== undefined && { poster: base + title.poster }),
    autoplay: '',
    playsinline: '',
    crossorigin: 'anonymous',
  };
  for (const [name, value] of Object.entries(attributes)) player.setAttribute(name, value);
  return player;
}

function play(title: Title, base: string): void {
  const player = playerOf(title, base);
  const choices = offerQualities(player, (id) => player.attached?.setLevel(id === null ? 'auto' : Number(id)));
  byId('controller').prepend(player);
  const { attached } = player;
  if (attached === null) return;
  attached.on('levels', (levels) =>
    choices.replace(levels.map(({ width, height, bitrate }, i) => ({ id: String(i), width, height, bitrate }))),
  );
  for (const event of ['setback', 'failed'] as const) attached.on(event, (failure) => failed(player, failure));
  attached.on('recovered', calm);
  const brought = showBrought(player, attached);
  const air = title.live === undefined ? null : showAir(() => attached.hls);
  showing = {
    player,
    stop: () => {
      brought.stop();
      air?.stop();
    },
  };
}

function close(): void {
  showing?.stop();
  showing?.player.remove();
  showing = null;
}

/** Plays the title of the page's address; while there is nothing to play it is asked for by itself, again and again, less and less often. */
async function open(): Promise<void> {
  clearTimeout(again);
  const turn = ++turns;
  const names = titleOfPath(location.pathname);
  const answer: Answer<Title> = names === null ? { kind: 'missing' } : await ask(names.owner, names.slug);
  if (turn !== turns) return;
  document.body.classList.toggle('nothing', answer.kind !== 'ok');
  const inTheWay = answer.kind === 'ok' ? show(answer.value) : names === null ? mistyped : unanswered(answer);
  if (inTheWay === null) return;
  trouble(inTheWay);
  if (names !== null) again = setTimeout(openOnceSeen, restartAfterMs(inVain++) * (0.8 + 0.4 * Math.random()));
}

/** Plays a title, or returns what is in the way. */
function show(title: Title): Trouble | null {
  const [base] = title.webseeds;
  describe(title);
  offerPassingOn(location.href.replace(/[?#].*$/, ''), base === undefined ? null : embedSnippet(title, base, location.origin));
  if (base === undefined) return unserved;
  calm();
  inVain = 0;
  play(title, base);
  return null;
}

/** A page that nobody looks at asks for nothing. */
function openOnceSeen(): void {
  if (document.hidden) document.addEventListener('visibilitychange', () => void open(), { once: true });
  else void open();
}

function openNow(): void {
  calm();
  void open();
}

laterFrom(() => import('../src/engine/later'));
definePlayer(() => import('hls.js'));
offerPassingOn(location.href.replace(/[?#].*$/, ''), null);
void open();
void import('./controls');
addEventListener('pagehide', (event) => event.persisted || close());
