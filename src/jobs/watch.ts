import type { Database } from '../database/database.ts';
import type { Job } from './job.ts';
import { isActive, type Phase } from './phase.ts';
import { findJob } from './store.ts';

/** What is told of a job: its phase, also when it has only come further in that; that it is gone; that its worker let go of it. */
type Notice = Phase | 'DELETED' | 'RETURNED';

/** News of a job; absent when the connection was lost for a while, and anything may have happened. */
export type News = { readonly id: string; readonly phase: Notice } | undefined;

/** What a process hears of jobs, its own and those of others: one connection that listens, however many wait. */
export interface JobWatch {
  /** Calls back on all news, until the function that it returns is called. */
  subscribe(heard: (news: News) => void): () => void;
  close(): Promise<void>;
}

export async function openJobWatch(database: Database): Promise<JobWatch> {
  const subscribers = new Set<(news: News) => void>();
  const subscription = await database.listen('almagest_job', (payload) => {
    const [id, phase] = payload.split(' ');
    const news = id && phase ? { id, phase: phase as Notice } : undefined;
    for (const heard of [...subscribers]) heard(news);
  });
  return {
    subscribe(heard) {
      subscribers.add(heard);
      return () => subscribers.delete(heard);
    },
    close: () => subscription.close(),
  };
}

/** Returns once the job has left its phase or is gone, the seconds are over, or the signal aborts. Holds no connection while it waits. */
export async function waitForChange(
  database: Database,
  watch: JobWatch,
  job: { readonly id: string; readonly phase: Phase },
  options: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<void> {
  const until = performance.now() + options.seconds * 1000;
  const alarm = setAlarm(watch, (news) => news?.id === job.id && news.phase !== job.phase);
  try {
    for (;;) {
      if ((await findJob(database, job.id))?.phase !== job.phase) return;
      const left = until - performance.now();
      if (left <= 0 || options.signal.aborted) return;
      await alarm.wait(left, options.signal);
    }
  } finally {
    alarm.close();
  }
}

/** Gives a job as it stands, and again at each piece of news of it or after so many seconds, until it has ended, is gone, or the signal aborts. */
export async function* followJob(
  database: Database,
  watch: JobWatch,
  id: string,
  options: { readonly seconds: number; readonly signal: AbortSignal },
): AsyncGenerator<Job> {
  const alarm = setAlarm(watch, (news) => news?.id === id);
  try {
    while (!options.signal.aborted) {
      const job = await findJob(database, id);
      if (!job) return;
      yield job;
      if (!isActive(job.phase)) return;
      await alarm.wait(options.seconds * 1000, options.signal);
    }
  } finally {
    alarm.close();
  }
}

/** Rings at the news that `concerns` names, and when news may have been missed. News that comes between two waits ends the second. */
function setAlarm(watch: JobWatch, concerns: (news: News) => boolean) {
  let isRung = false;
  let ring = (): void => undefined;
  const unsubscribe = watch.subscribe((news) => {
    if (news !== undefined && !concerns(news)) return;
    isRung = true;
    ring();
  });
  return {
    close: unsubscribe,
    async wait(ms: number, signal: AbortSignal): Promise<void> {
      const rung = Promise.withResolvers<void>();
      ring = rung.resolve;
      const timer = setTimeout(ring, ms);
      signal.addEventListener('abort', ring, { once: true });
      if (isRung || signal.aborted) ring();
      await rung.promise;
      clearTimeout(timer);
      signal.removeEventListener('abort', ring);
      isRung = false;
    },
  };
}
