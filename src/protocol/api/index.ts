import { errorJson } from '../dali/error-response.ts';
import type { Protocol } from '../protocol.ts';
import { jobEvents, jobState } from './job-events.ts';
import { showLimits } from './limits.ts';
import { saveJob } from './save-job.ts';

/** What no standard has a place for, as JSON. */
export const api: Protocol = {
  name: 'api',
  root: '/api',
  routes: [
    { methods: ['GET'], path: '/api/limits', handle: showLimits },
    { methods: ['GET'], path: '/api/jobs/{job}', handle: jobState },
    { methods: ['GET'], path: '/api/jobs/{job}/events', handle: jobEvents },
    { methods: ['POST'], path: '/api/jobs/{job}/save', handle: saveJob },
  ],
  writeError: (error, { requestId }) => ({
    status: error.status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: errorJson(error, { request: requestId }),
  }),
};
