import { byId, drawn, make, say } from './dom';
import { qualities, titles } from './node';
import type { Answer, Title } from './node';
import { clock, spokenLength } from './words';

const list = byId('list');
const empty = byId('empty');
const trouble = byId('trouble');
const waiting = [...list.children];

function card(title: Title): HTMLElement {
  const link = make(
    'a',
    { href: `/watch/${title.owner}/${title.slug}` },
    poster(title),
    make('h3', {}, title.name),
    make('p', {}, [title.owner, qualities(title.renditions)].filter((part) => part !== '').join(' · ')),
  );
  return make('li', { class: 'card' }, link);
}

function poster(title: Title): HTMLElement {
  const box = make('div', { class: 'poster' }, endGrain());
  const [base] = title.webseeds;
  if (title.poster !== undefined && base !== undefined) {
    const image = make('img', { src: base + title.poster, alt: '', width: '640', height: '360', decoding: 'async' });
    image.addEventListener('error', () => image.remove());
    box.append(image);
  }
  if (title.live !== undefined) {
    const on = title.live.state === 'on';
    box.append(make('span', { class: on ? 'length on-air' : 'length' }, on ? 'Live' : 'Off the air'));
  }
  if (title.durationMs > 0) {
    const length = make('span', { class: 'length' });
    length.append(
      make('span', { 'aria-hidden': 'true' }, clock(title.durationMs)),
      make('span', { class: 'hush' }, spokenLength(title.durationMs)),
    );
    box.append(length);
  }
  return box;
}

/** What a film without a poster shows: the rings of a log. */
function endGrain(): SVGSVGElement {
  const rings = [46, 37, 28.5, 20, 12, 5].map((r, i) =>
    drawn('circle', { cx: 50 + i * 0.7, cy: 50 - i * 0.5, r, fill: 'none', stroke: 'var(--empty-ring)', 'stroke-width': i === 0 ? 5 : 1.6 }),
  );
  return drawn('svg', { viewBox: '0 0 100 100', 'aria-hidden': 'true' }, ...rings);
}

function sorry(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): string {
  switch (answer.kind) {
    case 'unreachable':
      return 'The node does not answer. If it is yours, start it with ./cordwood up; if not, wait a moment and try again.';
    case 'missing':
      return 'This address answers, but it is not a Cordwood node that lists films. Check the address.';
    case 'refused':
      return `The node refused (${answer.status}). ${answer.detail}`;
  }
}

async function show(): Promise<void> {
  empty.hidden = trouble.hidden = true;
  list.hidden = false;
  list.setAttribute('aria-busy', 'true');
  list.replaceChildren(...waiting);
  const answer = await titles();
  list.setAttribute('aria-busy', 'false');
  const films = answer.kind === 'ok' ? answer.value : [];
  list.replaceChildren(...films.map(card));
  list.hidden = films.length === 0;
  empty.hidden = answer.kind !== 'ok' || films.length > 0;
  trouble.hidden = answer.kind === 'ok';
  if (answer.kind !== 'ok') say(byId('trouble-text'), sorry(answer));
  else say(byId('status'), films.length === 1 ? '1 film' : `${films.length} films`);
}

for (const id of ['retry', 'look-again']) byId(id).addEventListener('click', () => void show());
void show();
