import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder of real data files that tests read where it is there. */
export const SHARED_DATA = process.env['ALMAGEST_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data');

export const hasSharedData = existsSync(SHARED_DATA);

export const inSharedData = (path: string): string => resolve(SHARED_DATA, path);
