import { CordwoodPlayerElement, definePlayer } from '../src/element/player-element';
import { laterFrom } from '../src/engine';
import type { PlayerFailure } from '../src/player';
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
        text: 'The address may be mistyped, or the film was taken off. The films that are there are under “All films”.',
        retry: null,
      };
    case 'unreachable':
      return {
        title: 'The node does not answer',
        text: 'It may be starting, or the network is down. If the node is yours, start it with ./cordwood up, then try again.',
        retry: () => void open(),
      };
    case 'refused':
      return { title: 'The node refused', text: answer.detail || `It answered ${answer.status}.`, retry: () => void open() };
  }
}

const unserved: Trouble = {
  title: 'No webseed serves this film now',
  text: 'The first piece has to come from somewhere. If the webseed is yours, start it with ./cordwood up, then try again.',
  retry: () => void open(),
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

async function open(): Promise<void> {
  calm();
  close();
  const names = titleOfPath(location.pathname);
  const answer: Answer<Title> = names === null ? { kind: 'missing' } : await ask(names.owner, names.slug);
  document.body.classList.toggle('nothing', answer.kind !== 'ok');
  if (answer.kind !== 'ok') {
    trouble(unanswered(answer));
    return;
  }
  const title = answer.value;
  const [base] = title.webseeds;
  describe(title);
  offerPassingOn(location.href.replace(/[?#].*$/, ''), base === undefined ? null : embedSnippet(title, base, location.origin));
  if (base === undefined) trouble(unserved);
  else play(title, base);
}

laterFrom(() => import('../src/engine/later'));
definePlayer(() => import('hls.js'));
offerPassingOn(location.href.replace(/[?#].*$/, ''), null);
void open();
void import('./controls');
addEventListener('pagehide', (event) => event.persisted || close());
