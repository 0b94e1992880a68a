import { recordDrafts } from '../registry/record/index.ts';
import type { Service } from './context.ts';
import { keepRecords } from './record-store.ts';

/** Keeps the registry records true to the catalogue for as long as it is open. */
export interface RecordKeeper {
  /** Resolves when the records say what the newest snapshot says. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Compares the records with each snapshot of the catalogue, the current one first. `baseUrl` is the address that they tell of. Only
 * who serves at that address may do so: another address is another content.
 */
export function startRecordKeeper(
  { settings, site, database, catalogue, observe }: Service,
  baseUrl: string,
): RecordKeeper {
  let running: Promise<void> | undefined;
  let stale = false;

  /** One at a time; a snapshot that comes meanwhile causes another comparison after it. */
  const keep = (): Promise<void> => {
    stale = true;
    running ??= (async () => {
      try {
        while (stale) {
          stale = false;
          const changes = await keepRecords(database, recordDrafts({ site, settings, baseUrl }, catalogue.current));
          if (Object.values(changes).some((ivoids) => ivoids.length > 0))
            observe({ kind: 'records-changed', ...changes });
        }
      } catch (error) {
        observe({ kind: 'warning', message: `the registry records could not be brought up to date: ${String(error)}` });
      } finally {
        running = undefined;
      }
    })();
    return running;
  };

  const stop = catalogue.onChange(() => void keep());
  keep();
  return {
    settled: async () => running,
    async close() {
      stop();
      stale = false;
      await running;
    },
  };
}
