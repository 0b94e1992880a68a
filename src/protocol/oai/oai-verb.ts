import type { Service } from '../../service/context.ts';

/** A request with a known verb, its arguments checked: those that are required are there, and no others than the verb has. */
export interface OaiRequest {
  readonly verb: string;
  readonly arguments: Readonly<Record<string, string>>;
  /** Where the registry answers, as the client knows it. */
  readonly baseUrl: string;
  readonly service: Service;
}

export interface OaiAnswer {
  /** What stands in the element that is called as the verb is: whole elements. */
  readonly body: string;
  /** When what it tells was read. */
  readonly at: Date;
}

/** One of the six questions of OAI-PMH 2.0 sec 4 as data. */
export interface OaiVerb {
  readonly name: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** The argument that stands alone, in place of all others, where the verb has one. */
  readonly exclusive?: 'resumptionToken';
  answer(request: OaiRequest): OaiAnswer | Promise<OaiAnswer>;
}
