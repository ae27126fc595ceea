import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { page } from './page';
import { CORDWOOD, PLANNERS } from './planners';
import type { Planner } from './planners';
import { run } from './run';
import { SCENARIOS, scenarioNamed, withStreams } from './scenario';
import { line, summarize } from './summary';
import type { Summary } from './summary';

const USAGE = `swarm [--viewers N] [--minutes M] [--seed S] [--scenario NAME | all] [--schedule NAME | all] [--streams N] [--page FILE] [--json FILE]
Scenarios: ${SCENARIOS.map((scenario) => scenario.name).join(', ')}.
--streams: webseeds for so many viewers, instead of what the scenario says.
Schedules: ${PLANNERS.map((planner) => planner.name).join(', ')}.`;

function main(): void {
  const { values } = parseArgs({
    options: {
      viewers: { type: 'string', default: '1000' },
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      scenario: { type: 'string', default: 'aligned-crowd' },
      schedule: { type: 'string', default: CORDWOOD.name },
      streams: { type: 'string' },
      page: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const options = { viewers: positive(values.viewers, 'viewers'), minutes: positive(values.minutes, 'minutes'), seed: positive(values.seed, 'seed') };
  const summaries: Summary[] = [];
  const streams = values.streams === undefined ? null : positive(values.streams, 'streams');
  const scenarios = values.scenario === 'all' ? SCENARIOS : values.scenario.split(',').map(scenarioNamed);
  for (const scenario of streams === null ? scenarios : scenarios.map((one) => withStreams(one, streams))) {
    for (const planner of planners(values.schedule)) {
      const began = performance.now();
      const summary = summarize(scenario, run(scenario, planner, options));
      summaries.push(summary);
      console.log(`${line(summary)} | took ${((performance.now() - began) / 1000).toFixed(1)} s`);
    }
  }
  if (values.page !== undefined) writeFileSync(values.page, page(summaries));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(summaries)}\n`);
  console.log(JSON.stringify({ systems: summaries.map((summary) => ({ name: `${summary.scenario}, ${summary.planner}`, ...summary, about: undefined, samples: undefined })) }));
}

function planners(names: string): readonly Planner[] {
  if (names === 'all') return PLANNERS;
  return names.split(',').map((name) => {
    const found = PLANNERS.find((planner) => planner.name === name);
    if (found === undefined) throw new Error(`There is no schedule ${name}; there are ${PLANNERS.map((planner) => planner.name).join(', ')}.`);
    return found;
  });
}

function positive(text: string, name: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0.`);
  return value;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? `${error.message}\n${USAGE}` : error);
  process.exitCode = 2;
}
