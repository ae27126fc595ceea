import type { Sample } from './run';
import type { Summary } from './summary';

const COLOURS = ['#2a9d4a', '#1f6fb2', '#c0392b', '#8e44ad', '#d68910', '#6b4a2b'];
const WIDTH = 560;
const HEIGHT = 170;
const LEFT = 46;
const BOTTOM = 20;

interface Line {
  readonly colour: string;
  readonly dashed: boolean;
  readonly values: readonly number[];
}

/** All runs on one page that needs nothing else. */
export function page(summaries: readonly Summary[]): string {
  const names = [...new Set(summaries.map((summary) => summary.scenario))];
  const sections = names.map((name) => section(summaries.filter((summary) => summary.scenario === name)));
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Cordwood: simulated swarms</title>
<style>${STYLE}</style>
<h1>Simulated swarms</h1>
<p>Copies are bytes that webseeds sent by bytes that somebody watched, each once. The bound is what no schedule can go below: each
viewer's first segment, which it needs before it can meet anybody, plus, second by second, one stream or what the uplinks present lack, whichever
is more, plus a stream for each viewer that everybody has banned and whatever those take who send wrong bytes: nobody has to give to them. The second half is told apart, because a crowd that comes at once has to be
given what nobody else has yet. “Bound there” has the first segments of those who come then.</p>
<p>Viewers run the real schedule and the real uploads on modelled lines: an uplink is shared block by block, what a channel has taken cannot be
taken back. Not modelled: loss, several webseeds, a player that changes its quality.</p>
${sections.join('\n')}
</html>
`;
}

function section(runs: readonly Summary[]): string {
  const [first] = runs;
  if (first === undefined) return '';
  const { webseed } = first;
  return `<section><h2>${first.scenario}</h2>
<p>${first.about} ${first.viewers} viewers, ${first.minutes} min, seed ${first.seed}; mean uplink ${first.meanUplink} × the bit rate; webseeds
${webseed.mbit} Mbit/s, ${webseed.streamMbit} Mbit/s a range, ${webseed.serviceMs} ms.</p>
${table(runs)}
<div class="plots">${plots(runs)}</div></section>`;
}

const COLUMNS: readonly [string, (s: Summary) => string][] = [
  ['copies', (s) => fixed(s.copies)],
  ['bound', (s) => fixed(s.boundCopies)],
  ['of uplinks that can give', (s) => fixed(s.givingBoundCopies)],
  ['above it', (s) => fixed(s.excessCopies)],
  ['second half', (s) => fixed(s.lateCopies)],
  ['bound there', (s) => fixed(s.lateBoundCopies)],
  ['offload', (s) => `${(100 * s.offload).toFixed(1)} %`],
  ['stalls', (s) => `${s.stalls}`],
  ['stalled viewers', (s) => `${s.stalledViewers}`],
  ['stalled', (s) => `${fixed(s.stalledSeconds)} s`],
  ['start: median', (s) => `${s.startMs.median} ms`],
  ['p99', (s) => `${s.startMs.p99} ms`],
  ['worst', (s) => `${s.startMs.worst} ms`],
  ['worst × alone', (s) => fixed(s.worstStartRatio)],
  ['duplicates', (s) => `${fixed(s.duplicateMB)} MB`],
  ['peak upload', (s) => `${fixed(s.peakUploadMbit)} Mbit/s`],
  ['bad pieces shown', (s) => `${s.badPiecesShown} of ${s.badPieces}`],
];

function table(runs: readonly Summary[]): string {
  const head = COLUMNS.map(([name]) => `<th>${name}</th>`).join('');
  const rows = runs.map((run, i) => {
    const cells = COLUMNS.map(([, cell]) => `<td>${cell(run)}</td>`).join('');
    return `<tr><th><i style="background:${colour(i)}"></i>${run.planner}</th>${cells}</tr>`;
  });
  return `<div class="wide"><table><tr><th></th>${head}</tr>${rows.join('')}</table></div>`;
}

function plots(runs: readonly Summary[]): string {
  const [first] = runs;
  const lines = (value: (sample: Sample) => number): Line[] => runs.map((run, i) => ({ colour: colour(i), dashed: false, values: smooth(run.samples.map(value)) }));
  const bound: Line = { colour: '#555', dashed: true, values: smooth((first?.samples ?? []).map((sample) => sample.boundMbit)) };
  return [
    plot('From webseeds, Mbit/s (dashed: the bound)', [...lines((s) => s.webseedMbit), bound]),
    plot('From peers, Mbit/s', lines((s) => s.peersMbit)),
    plot('Viewers that stand still', lines((s) => s.stalled)),
    plot('Viewers', lines((s) => s.viewers)),
  ].join('');
}

/** The mean of five seconds. */
function smooth(values: readonly number[]): number[] {
  return values.map((_, i) => {
    const some = values.slice(Math.max(0, i - 2), i + 3);
    return some.reduce((sum, value) => sum + value, 0) / some.length;
  });
}

function plot(title: string, lines: readonly Line[]): string {
  const most = niceAbove(Math.max(0, ...lines.flatMap((line) => line.values)));
  const seconds = Math.max(1, ...lines.map((line) => line.values.length));
  const x = (i: number): string => (LEFT + (i * (WIDTH - LEFT - 6)) / seconds).toFixed(1);
  const y = (value: number): string => (HEIGHT - BOTTOM - (value * (HEIGHT - BOTTOM - 8)) / most).toFixed(1);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const value = part * most;
    return `<line x1="${LEFT}" x2="${WIDTH - 6}" y1="${y(value)}" y2="${y(value)}" class="grid"/><text x="${LEFT - 5}" y="${y(value)}" dy="4" text-anchor="end">${short(value)}</text>`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const anchor = part === 1 ? 'end' : 'middle';
    return `<text x="${x(part * seconds)}" y="${HEIGHT - 4}" text-anchor="${anchor}">${Math.round(part * seconds)} s</text>`;
  });
  const paths = lines.map(({ values, colour: stroke, dashed }) => {
    const points = values.map((value, i) => `${x(i)},${y(value)}`).join(' ');
    return `<polyline points="${points}" fill="none" stroke="${stroke}" stroke-width="1.6"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`;
  });
  return `<figure><figcaption>${title}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">${grid.join('')}${ticks.join('')}${paths.join('')}</svg></figure>`;
}

function niceAbove(value: number): number {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}

function short(value: number): string {
  return value >= 1000 ? `${value / 1000}k` : `${Math.round(10 * value) / 10}`;
}

function fixed(value: number): string {
  return value.toFixed(Math.abs(value) >= 100 ? 0 : 2);
}

function colour(i: number): string {
  return COLOURS[i % COLOURS.length] ?? '#000';
}

const STYLE = `
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:1440px;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.7rem}h2{margin:2.2rem 0 .2rem;font-size:1.25rem}p{margin:.3rem 0 .8rem;max-width:85ch}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:13px;white-space:nowrap}td,th{padding:3px 7px;text-align:right;border-bottom:1px solid #e2e2e2}
th{font-weight:600}tr>th:first-child{text-align:left}i{display:inline-block;width:10px;height:10px;margin-right:6px;border-radius:2px}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:10px 24px;margin-top:12px}figure{margin:0}figcaption{font-size:13px;color:#444}
svg{width:100%;height:auto}svg text{font-size:11px;fill:#555}.grid{stroke:#e8e8e8}`;
