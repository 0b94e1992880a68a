import { AlmagestError, fail, isFault, problem } from '../core/error.ts';
import { ERRORS } from '../core/error-table.ts';
import type { Service } from '../service/context.ts';
import { remedyHeaders } from './challenge.ts';
import type { Protocol, ProtocolRequest, ProtocolResponse, Route } from './protocol.ts';

/** A request before its route is known. */
export type Arrival = Omit<ProtocolRequest, 'names'>;

/** Answers a request, whatever happens: what goes wrong is told in the form of the protocol that was spoken to. */
export async function dispatch(
  arrival: Arrival,
  service: Service,
  protocols: readonly Protocol[],
): Promise<ProtocolResponse> {
  try {
    const { route, names } = routeOf(arrival, protocols);
    return await route.handle({ ...arrival, names }, service);
  } catch (error) {
    return refuse(error, arrival, service, protocols);
  }
}

/** The answer to a request that failed, or that could not even be read, such as one with a body that is too large. */
export function refuse(
  error: unknown,
  arrival: Arrival,
  service: Service,
  protocols: readonly Protocol[],
): ProtocolResponse {
  const told = asAlmagestError(error, arrival, service);
  const written = protocolAt(arrival.path, protocols).writeError(told, { ...arrival, names: {} }, service);
  const response = { ...written, headers: { ...written.headers, ...remedyHeaders(told, service) } };
  if (told.code !== 'R108') return response;
  // RFC 9110 sec 15.5.6 asks for this header on a 405.
  return { ...response, headers: { ...response.headers, allow: methodsAt(arrival.path, protocols).join(', ') } };
}

/** What answers to a method at a path, if anything does. */
export function findRoute(method: string, path: string, protocols: readonly Protocol[]): Route | undefined {
  const given = segmentsOf(path);
  for (const { routes } of protocols)
    for (const route of routes)
      if (route.methods.some((each) => each === method) && matchSegments(route.path, given)) return route;
  return undefined;
}

/** The pattern that a path fits, whatever the method. */
export function patternOf(path: string, protocols: readonly Protocol[]): string | undefined {
  const given = segmentsOf(path);
  for (const { routes } of protocols)
    for (const route of routes) if (matchSegments(route.path, given)) return route.path;
  return undefined;
}

/** The protocol with the longest root that holds the path; the first one listed, if there are several. */
function protocolAt(path: string, protocols: readonly Protocol[]): Protocol {
  const claims = protocols.filter(({ root }) => root === '/' || path === root || path.startsWith(`${root}/`));
  const [nearest] = claims.sort((a, b) => b.root.length - a.root.length);
  if (!nearest) throw new Error('no protocol claims the root of the address space');
  return nearest;
}

function routeOf(
  arrival: Arrival,
  protocols: readonly Protocol[],
): { readonly route: Route; readonly names: Readonly<Record<string, string>> } {
  const given = segmentsOf(arrival.path);
  for (const { routes } of protocols) {
    for (const route of routes) {
      const names = matchSegments(route.path, given);
      if (names && route.methods.some((method) => method === arrival.method)) return { route, names };
    }
  }
  const methods = methodsAt(arrival.path, protocols);
  if (methods.length > 0)
    fail('R108', `${arrival.path} does not answer to ${arrival.method}`, {
      hint: `It answers to ${methods.join(', ')}.`,
    });
  const { root } = protocolAt(arrival.path, protocols);
  fail('R107', `there is nothing at ${arrival.path}`, { hint: `See ${arrival.baseUrl}${root} for what there is.` });
}

function methodsAt(path: string, protocols: readonly Protocol[]): readonly string[] {
  const given = segmentsOf(path);
  const routes = protocols.flatMap((protocol) => protocol.routes);
  const methods = routes.flatMap((route) => (matchSegments(route.path, given) ? route.methods : []));
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

/**
 * What the names of the pattern stand for, or undefined if the path is another one. Segments are decoded one by one, so that
 * a table name may hold `%2F`. A slash at the end makes no difference.
 */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  return matchSegments(pattern, segmentsOf(path));
}

function matchSegments(pattern: string, given: readonly string[] | undefined): Record<string, string> | undefined {
  const wanted = readPattern(pattern);
  if (wanted.length !== given?.length) return undefined;
  const names: Record<string, string> = {};
  for (const [index, { name, text }] of wanted.entries()) {
    const segment = given[index] as string;
    if (name !== undefined) names[name] = segment;
    else if (text !== segment) return undefined;
  }
  return names;
}

/** A segment of a pattern: the name of anything, or a text. */
interface PatternSegment {
  readonly name?: string | undefined;
  readonly text: string;
}

/** Each request is compared with every pattern. */
const patterns = new Map<string, readonly PatternSegment[]>();

function readPattern(pattern: string): readonly PatternSegment[] {
  const known = patterns.get(pattern);
  if (known) return known;
  const segments = split(pattern).map((text) => ({ text, name: /^\{(\w+)\}$/.exec(text)?.[1] }));
  patterns.set(pattern, segments);
  return segments;
}

/** Decoded; undefined if they are not percent-encoded as they should be, and can be nothing that we know. */
function segmentsOf(path: string): readonly string[] | undefined {
  try {
    return split(path).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

const split = (path: string): string[] => path.replace(/\/+$/, '').split('/').slice(1);

function asAlmagestError(error: unknown, arrival: Arrival, service: Service): AlmagestError {
  if (isFault(error)) service.observe({ kind: 'request-failed', request: arrival.requestId, error });
  if (error instanceof AlmagestError) {
    const { method, path, requestId } = arrival;
    if (isOfRequest(error))
      service.observe({ kind: 'request-refused', request: requestId, asked: `${method} ${path}`, error });
    return error;
  }
  return new AlmagestError(
    [
      problem('X105', 'the program failed on this request', {
        hint: `Tell the operator the time and the request number ${arrival.requestId}.`,
      }),
    ],
    { cause: error },
  );
}

/** True if no query was run, which would have told of its end itself. */
function isOfRequest({ code }: AlmagestError): boolean {
  return ERRORS[code].stage === 'request' || ERRORS[code].stage === 'access' || ERRORS[code].stage === 'job';
}
