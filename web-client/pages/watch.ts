import { attach } from '../src/player';
import type { Attached, PlayerFailure } from '../src/player';
import { showBrought } from './brought';
import { byId, say } from './dom';
import { embedSnippet, qualities as ladder, title as ask, titleOfPath } from './node';
import type { Answer, Title } from './node';
import { offerPassingOn } from './pass-on';
import { offerQualities } from './quality';
import { spokenLength } from './words';

const video = document.createElement('video');
video.slot = 'media';
video.playsInline = true;
video.crossOrigin = 'anonymous';
video.preload = 'auto';

let attached: Attached | null = null;
let shown: { readonly stop: () => void } | null = null;
const choices = offerQualities(video, (id) => attached?.setLevel(id === null ? 'auto' : Number(id)));

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
  video.onwaiting = null;
  byId('trouble').hidden = true;
}

/** What the player cannot do is said when the picture stands still, not while it still plays from what came before. */
function troubleOnceStill(what: Trouble): void {
  const still = video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
  if (still) trouble(what);
  else video.onwaiting = () => trouble(what);
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

function failed({ kind }: PlayerFailure): void {
  const retry = (): void => {
    calm();
    attached?.retry();
  };
  const text = {
    network: 'Neither a webseed nor another viewer could bring the next piece. It is tried again by itself; check your connection.',
    media: 'The browser could not decode a part of the film. It goes on by itself if it can; otherwise try again.',
    unsupported: 'This browser cannot play the film’s format. A current Chrome, Edge, Firefox or Safari can.',
  }[kind];
  troubleOnceStill({ title: 'The film does not go on', text, retry: kind === 'unsupported' ? null : retry });
}

function describe(title: Title): void {
  document.title = `${title.name} – Cordwood`;
  say(byId('name'), title.name);
  const facts = [title.durationMs > 0 ? spokenLength(title.durationMs) : '', ladder(title.renditions), `from ${title.owner}`];
  say(byId('facts'), facts.filter((fact) => fact !== '').join(' · '));
}

function play(title: Title, base: string): void {
  if (title.poster !== undefined) video.poster = base + title.poster;
  attached = attach(video, {
    src: base + title.playlist,
    server: location.origin,
    title: `${title.owner}/${title.slug}`,
    fullHls: () => import('hls.js'),
  });
  attached.on('levels', (levels) =>
    choices.replace(
      levels.map(({ width, height, bitrate }, i) => ({ id: String(i), width, height, bitrate })),
    ),
  );
  attached.on('failed', failed);
  attached.on('recovered', calm);
  video.play().catch(() => undefined);
  shown = showBrought(video, attached);
}

function close(): void {
  shown?.stop();
  void attached?.destroy();
  attached = shown = null;
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

byId('controller').prepend(video);
offerPassingOn(location.href.replace(/[?#].*$/, ''), null);
void open();
void import('./controls');
addEventListener('pagehide', (event) => event.persisted || close());
