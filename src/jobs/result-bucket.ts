import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { AlmagestError, fail } from '../core/error.ts';
import { checkKey, type Draft, type ResultStore, UNFINISHED } from './result-store.ts';

/** Bytes of a part: of 10,000 at most, so that a result may have 80 GB; what is shorter is put at once. */
const PART = 8 << 20;

interface Place {
  readonly client: S3Client;
  readonly bucket: string;
  /** Stands before every key. */
  readonly prefix: string;
}

/**
 * Results as objects of a bucket of Amazon S3, or of anything that speaks like it. `s3://bucket/folder` names the place; region,
 * endpoint and credentials come from where all programs of AWS look for them, such as AWS_REGION, AWS_ENDPOINT_URL_S3,
 * AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
 * @throws AlmagestError C101 if the bucket cannot be reached
 */
export async function openResultBucket(address: string): Promise<ResultStore> {
  const { hostname, pathname } = new URL(address);
  const folder = pathname.replace(/^\/+|\/+$/g, '');
  const place: Place = { client: makeClient(), bucket: hostname, prefix: folder && `${folder}/` };
  const { client, bucket, prefix } = place;
  await client.send(new HeadBucketCommand({ Bucket: bucket })).catch((error: unknown) => refuse(address, error));
  const at = (key: string) => ({ Bucket: bucket, Key: prefix + checkKey(key) });
  return {
    write: async (key, body) => answered(write(place, prefix + checkKey(key), body)),
    async read(key) {
      const found = await answered(client.send(new GetObjectCommand(at(key))).catch(orMissing));
      if (!found?.Body) return undefined;
      return {
        bytes: found.ContentLength ?? 0,
        changed: found.LastModified ?? new Date(0),
        body: found.Body as Readable,
      };
    },
    async remove(key) {
      if (!key.endsWith(UNFINISHED)) await answered(client.send(new DeleteObjectCommand(at(key))));
      else await answered(takeBack(place, prefix + checkKey(key).slice(0, -UNFINISHED.length)));
    },
    async list() {
      const found: { key: string; changed: Date }[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
        for (const { Key = '', LastModified = new Date() } of Contents)
          found.push({ key: Key.slice(prefix.length), changed: LastModified });
      for (const { Key = '', Initiated = new Date() } of await answered(listUnfinished(place, prefix)))
        found.push({ key: Key.slice(prefix.length) + UNFINISHED, changed: Initiated });
      // What lies deeper is not ours.
      return found.filter(({ key }) => !key.includes('/'));
    },
  };
}

function makeClient(): S3Client {
  const endpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  return new S3Client({
    // Anything but Amazon's own takes the bucket in the path; not all take a name of a host for each.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    region: process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    // Not all that speak S3 know the checksums that came in 2024.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

/** Holds one part in memory at a time. Nothing is seen under the key before the draft is kept. */
async function write(place: Place, key: string, body: AsyncIterable<Uint8Array>): Promise<Draft> {
  const { client, bucket: Bucket } = place;
  const parts: CompletedPart[] = [];
  let uploadId: string | undefined;
  let bytes = 0;
  const upload = async (part: Uint8Array): Promise<void> => {
    uploadId ??= (await client.send(new CreateMultipartUploadCommand({ Bucket, Key: key }))).UploadId;
    const PartNumber = parts.length + 1;
    const { ETag } = await client.send(
      new UploadPartCommand({ Bucket, Key: key, UploadId: uploadId, PartNumber, Body: part }),
    );
    parts.push({ ETag, PartNumber });
    bytes += part.length;
  };
  const discard = async (): Promise<void> => {
    if (uploadId === undefined) return;
    // Parts that cannot be taken back now are cleared away later, as those of a process that was killed.
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId })).catch(() => undefined);
  };
  try {
    let last: Uint8Array = Buffer.alloc(0);
    for await (const part of inParts(body)) {
      if (last.length > 0) await upload(last);
      last = part;
    }
    if (uploadId !== undefined) await upload(last);
    const UploadId = uploadId;
    const command = () =>
      UploadId === undefined
        ? client.send(new PutObjectCommand({ Bucket, Key: key, Body: last }))
        : client.send(
            new CompleteMultipartUploadCommand({ Bucket, Key: key, UploadId, MultipartUpload: { Parts: parts } }),
          );
    return {
      bytes: UploadId === undefined ? last.length : bytes,
      async keep() {
        await answered(command());
      },
      discard,
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Uploads in parts that somebody has begun: a process that was killed takes nothing back. None where a store cannot tell. */
async function listUnfinished({ client, bucket: Bucket }: Place, Prefix: string): Promise<readonly MultipartUpload[]> {
  const found: MultipartUpload[] = [];
  let marker: Partial<ListMultipartUploadsCommandInput> | undefined = {};
  while (marker) {
    const page: ListMultipartUploadsCommandOutput | undefined = await client
      .send(new ListMultipartUploadsCommand({ Bucket, Prefix, ...marker }))
      .catch(orUnknown);
    found.push(...(page?.Uploads ?? []));
    marker = page?.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  }
  return found;
}

async function takeBack(place: Place, key: string): Promise<void> {
  const { client, bucket: Bucket } = place;
  for (const { Key, UploadId } of await listUnfinished(place, key))
    if (Key === key) await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
}

/** The same bytes in pieces of the size of a part, the last one shorter. */
async function* inParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part = Buffer.allocUnsafe(PART);
  let filled = 0;
  for await (const bytes of body) {
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + PART - filled);
      part.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled < PART) continue;
      yield part;
      part = Buffer.allocUnsafe(PART);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

/** The store's own refusals in our words; errors of the body pass. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AlmagestError || !isOfStore(error)) throw error;
    return fail('J104', 'the store of results does not answer', {
      hint: 'Try again in a moment; and tell whoever runs the service, if that fails too.',
      cause: error,
    });
  }
}

/** The SDK marks what it throws, network and credentials included, with the tries that it made or by its class. */
function isOfStore(error: unknown): boolean {
  return error instanceof S3ServiceException || (error instanceof Error && '$metadata' in error);
}

function orMissing(error: unknown): undefined {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
  throw error;
}

/** Not all that speak S3 know of every command. */
function orUnknown(error: unknown): undefined {
  if (error instanceof S3ServiceException && [400, 404, 405, 501].includes(error.$metadata.httpStatusCode ?? 0))
    return undefined;
  throw error;
}

function refuse(address: string, error: unknown): never {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  const reason = status === undefined ? (error as Error).message : `the answer is ${status}`;
  fail('C101', `the bucket of ${address} cannot be used: ${reason}`, {
    hint: "Make the bucket, and set AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and AWS_ENDPOINT_URL_S3 where it is not Amazon's.",
    cause: error,
  });
}
