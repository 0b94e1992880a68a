import type { Service } from '../../service/context.ts';
import { takeQueryRoom } from '../../service/query-room.ts';
import { answerOrSave, outputFormat, TAP } from '../../service/run-job.ts';
import { uploadsOf } from '../dali/upload.ts';
import type { ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import { readTapRequest } from './tap-request.ts';

/** TAP 1.1 sec 2.2: the query runs while the client waits, and the answer is the result itself. */
export async function answerSync(request: ProtocolRequest, service: Service): Promise<ProtocolResponse> {
  const { uploads: orders, saveAs, ...order } = readTapRequest(request.parameters, service);
  takeQueryRoom(service, request.signal);
  const uploads = uploadsOf(request, orders);
  const answer = await answerOrSave(
    service,
    {
      ...order,
      format: outputFormat(order.format),
      seconds: service.settings.syncSeconds,
      moreTime: `Run it as a job, which may take ${service.settings.jobSeconds} s: send the same parameters and PHASE=RUN by POST to ${request.baseUrl}/tap/async.`,
      protocol: TAP,
      requestId: request.requestId,
      ...(uploads ? { uploads } : {}),
      requestUrl: `${request.baseUrl}${request.url}`,
    },
    saveAs,
    request.signal,
  );
  // A result of now; the same question may have another answer later.
  return {
    status: 200,
    headers: { 'content-type': answer.mediaType, 'cache-control': 'no-cache' },
    body: answer.body,
  };
}
