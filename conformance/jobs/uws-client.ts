/** A job of a running server, by its address. */
export interface RemoteJob {
  readonly url: string;
  readonly id: string;
}

/** Pairs of pairs of rows: more than any patience. */
export const ENDLESS = `SELECT COUNT(*) FROM ${[...'abcdefgh'].map((name) => `TAP_SCHEMA.columns AS ${name}`).join(', ')}`;

export async function runJob(server: string, query: string): Promise<RemoteJob> {
  const url = await post(`${server}/tap/async`, { LANG: 'ADQL', QUERY: query, PHASE: 'RUN', FORMAT: 'csv' });
  return { url, id: url.slice(-32) };
}

/** Sends a form; the address that the answer points to. */
export async function post(url: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(parameters), redirect: 'manual' });
  const location = answer.headers.get('location');
  if (answer.status !== 303 || location === null) throw new Error(`${answer.status} ${await answer.text()}`);
  return location;
}

export async function phaseOf({ url }: RemoteJob): Promise<string> {
  return (await fetch(`${url}/phase`)).text();
}

/** Waits for one of the phases; throws with the one that it is in when the seconds are over. */
export async function untilPhase(job: RemoteJob, phases: readonly string[], seconds = 90): Promise<string> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const phase = await phaseOf(job);
    if (phases.includes(phase)) return phase;
    if (performance.now() > end) throw new Error(`the job is ${phase} after ${seconds} s, not ${phases.join(' or ')}`);
    await fetch(`${job.url}?WAIT=2&PHASE=${phase}`).then((answer) => answer.text());
  }
}
