import { api } from './api/index.ts';
import { health } from './health/index.ts';
import { oai } from './oai/index.ts';
import { pages } from './page/index.ts';
import type { Protocol } from './protocol.ts';
import { scs } from './scs/index.ts';
import { tap } from './tap/index.ts';

/** Every protocol that the server speaks. Of several that claim the same root, the first one tells of errors there. */
export const PROTOCOLS: readonly Protocol[] = [tap, scs, api, oai, pages, health];
