import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import S3rver from 's3rver';

/** A server that speaks S3, with one bucket, which is called "results". */
export interface S3Server {
  /** What a program finds it by. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folders of the uploads in parts that have neither been completed nor taken back. */
  unfinished(): Promise<readonly string[]>;
  /** How many were taken back. */
  aborted(): number;
  close(): Promise<void>;
}

/** Starts it on `folder`: s3rver, and before it what s3rver lacks, AbortMultipartUpload and ListMultipartUploads. */
export async function startS3(folder: string): Promise<S3Server> {
  const inner = new S3rver({ directory: folder, silent: true, configureBuckets: [{ name: 'results', configs: [] }] });
  await inner.configureBuckets();
  const handle = inner.callback();
  const uploads = join(folder, 'results', '._S3rver_uploads');
  const unfinished = async (): Promise<readonly string[]> =>
    (await readdir(uploads).catch(() => [])).map((id) => join(uploads, id));
  let aborted = 0;

  const abort = async (id: string, response: ServerResponse): Promise<void> => {
    await rm(join(uploads, id), { recursive: true });
    aborted++;
    response.writeHead(204).end();
  };
  const list = async (response: ServerResponse): Promise<void> => {
    const found = await Promise.all(
      (await unfinished()).map(async (path) => {
        const file = join(path, 'key');
        const [key, { mtime }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
        const id = path.slice(uploads.length + 1);
        return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${mtime.toISOString()}</Initiated></Upload>`;
      }),
    );
    response
      .writeHead(200, { 'content-type': 'application/xml' })
      .end(
        `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${found.join('')}</ListMultipartUploadsResult>`,
      );
  };
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const id = searchParams.get('uploadId');
    if (request.method === 'DELETE' && id !== null) void abort(id, response);
    else if (request.method === 'GET' && searchParams.has('uploads')) void list(response);
    else handle(request, response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
    },
    unfinished,
    aborted: () => aborted,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
