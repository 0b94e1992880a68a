import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import type { Phase } from './phase.ts';
import { findJob } from './store.ts';

/** A job that came into a phase or was deleted; absent when the connection was lost for a while, and anything may have happened. */
export type News = { readonly id: string; readonly phase: Phase | 'DELETED' } | undefined;

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
    const news = id && phase ? { id, phase: phase as Phase | 'DELETED' } : undefined;
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
  let heard = new AbortController();
  const unsubscribe = watch.subscribe((news) => {
    if (news === undefined || (news.id === job.id && news.phase !== job.phase)) heard.abort();
  });
  try {
    for (;;) {
      // Before the look, so that no news falls between it and the wait.
      heard = new AbortController();
      if ((await findJob(database, job.id))?.phase !== job.phase) return;
      const left = until - performance.now();
      if (left <= 0 || options.signal.aborted) return;
      const signal = AbortSignal.any([heard.signal, options.signal]);
      await delay(left, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    unsubscribe();
  }
}
