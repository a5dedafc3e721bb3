// Candidates for one job, measured in turns: many short rounds, and the least time of each.

const ROUNDS = 41;
const ROUND = 5e6; // nanoseconds

function time(work, count) {
  const from = process.hrtime.bigint();
  for (let n = 0; n < count; n++) work();
  return Number(process.hrtime.bigint() - from);
}

/** Runs the candidates; returns the nanoseconds of one call of each. Each must give what `same` makes equal. */
export function contest(title, candidates, { same } = {}) {
  const names = Object.keys(candidates);
  if (same) {
    const answers = names.map((name) => JSON.stringify(same(candidates[name]())));
    const odd = names.filter((_, at) => answers[at] !== answers[0]);
    if (odd.length > 0) throw new Error(`${title}: ${odd.join()} and ${names[0]} do different things`);
  }
  const counts = names.map((name) => {
    time(candidates[name], 2000); // warm
    return Math.max(1, Math.round((ROUND * 500) / time(candidates[name], 500)));
  });
  const least = names.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    names.forEach((name, at) => (least[at] = Math.min(least[at], time(candidates[name], counts[at]) / counts[at])));
  }
  console.log(`\n${title}\n`);
  console.log("| candidate | time | as fast as the first |\n|---|---|---|");
  names.forEach((name, at) => console.log(`| ${name} | ${(least[at] / 1000).toFixed(2)} µs | ${(least[0] / least[at]).toFixed(2)}× |`));
  return Object.fromEntries(names.map((name, at) => [name, least[at]]));
}
