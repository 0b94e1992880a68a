/** What the clients of a soak know between them. */
export interface Ledger {
  /** Requests that were answered, if only by their head. */
  requests: number;
  created: number;
  forgotten: number;
  /** Jobs that are left, by the phase that they were left in. */
  readonly left: Record<string, number>;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly bytes: number;
  readonly location: string | undefined;
}

type Parameters = Readonly<Record<string, string>>;

/** One client: asks the server, and keeps the books. Jobs are named by their addresses. */
export class Asker {
  readonly #url: string;
  readonly #ledger: Ledger;
  #state: number;

  constructor(url: string, ledger: Ledger, seed: number) {
    this.#url = url;
    this.#ledger = ledger;
    this.#state = seed * 7919 + 17;
  }

  /** A whole number below `bound`: the same ones for the same seed. */
  random(bound: number): number {
    // Numerical Recipes' linear congruential generator: no more than a mix is wanted.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * bound);
  }

  choose<T>(things: readonly [T, ...T[]]): T {
    return things[this.random(things.length)] ?? things[0];
  }

  get(path: string): Promise<Answered> {
    return this.#ask(path, {});
  }

  sync(parameters: Parameters, mine?: Blob): Promise<Answered> {
    return this.#ask('/tap/sync', { method: 'POST', body: bodyOf(parameters, mine) });
  }

  /** Goes away when the result has begun. */
  async leaveEarly(parameters: Parameters): Promise<void> {
    const leaving = new AbortController();
    const { signal } = leaving;
    const answer = await fetch(`${this.#url}/tap/sync`, { method: 'POST', body: bodyOf(parameters), signal });
    this.#ledger.requests++;
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    await answer.body?.getReader().read();
    leaving.abort();
  }

  async createJob(parameters: Parameters, mine?: Blob): Promise<string> {
    const { status, text, location } = await this.#ask('/tap/async', {
      method: 'POST',
      body: bodyOf(parameters, mine),
    });
    if (status !== 303 || location === undefined) throw new Error(`${status} ${text}`);
    this.#ledger.created++;
    return location;
  }

  /** The phase that a job ends in. */
  async untilOver(job: string): Promise<string> {
    for (;;) {
      const { text: phase } = await this.get(`${job}/phase`);
      if (!['PENDING', 'QUEUED', 'EXECUTING'].includes(phase)) return phase;
      await this.get(`${job}?WAIT=10&PHASE=${phase}`);
    }
  }

  async abort(job: string): Promise<void> {
    await this.#see(303, `${job}/phase`, { method: 'POST', body: new URLSearchParams({ PHASE: 'ABORT' }) });
  }

  async forget(job: string): Promise<void> {
    await this.#see(303, job, { method: 'DELETE' });
    this.#ledger.forgotten++;
    await this.#see(404, job, {});
  }

  /** Deletes it, or leaves it: one of ten. */
  async forgetMostly(job: string, phase: string): Promise<void> {
    if (this.random(10) > 0) return this.forget(job);
    this.#ledger.left[phase] = (this.#ledger.left[phase] ?? 0) + 1;
  }

  async #see(status: number, url: string, options: RequestInit): Promise<void> {
    const answer = await this.#ask(url, options);
    if (answer.status !== status) throw new Error(`${answer.status}, not ${status}: ${answer.text}`);
  }

  async #ask(path: string, options: RequestInit): Promise<Answered> {
    const answer = await fetch(new URL(path, this.#url), { redirect: 'manual', ...options });
    this.#ledger.requests++;
    const bytes = Buffer.from(await answer.arrayBuffer());
    return {
      status: answer.status,
      text: bytes.toString('utf8'),
      bytes: bytes.length,
      location: answer.headers.get('location') ?? undefined,
    };
  }
}

/** A table that comes with the request is TAP_UPLOAD.mine. */
function bodyOf(parameters: Parameters, mine?: Blob): FormData | URLSearchParams {
  const asked = { LANG: 'ADQL', ...parameters };
  if (!mine) return new URLSearchParams(asked);
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...asked, UPLOAD: 'mine,param:file' })) form.append(name, value);
  form.append('file', mine, 'table.csv');
  return form;
}
