import { createHash } from 'node:crypto';
import { fail } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import type { Resource } from '../../model/resource.ts';
import { RESOURCE_FORMS } from '../../registry/citation/index.ts';
import type { Publication, ResourceForm } from '../../registry/citation/resource-form.ts';
import { doiUrl, landingPage, licenceUrl } from '../../registry/citation/work.ts';
import { chooseOffer } from '../accept.ts';
import { shorten, singleValue } from '../dali/parameters.ts';
import type { ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import { ifChanged } from '../response.ts';

/** The form of a resource that a request asks for, by FORMAT or else by its header Accept; undefined: the page for people. */
export function formAsked({ parameters, headers }: ProtocolRequest): ResourceForm | undefined {
  const named = singleValue(parameters, 'FORMAT')?.trim().toLowerCase();
  if (named === 'html') return undefined;
  if (named !== undefined) return RESOURCE_FORMS.find(({ name }) => name === named) ?? failUnknown(named);
  return chooseOffer<ResourceForm | undefined>(headers['accept'], [
    { thing: undefined, mediaTypes: ['text/html', 'application/xhtml+xml'] },
    ...RESOURCE_FORMS.map((form) => ({ thing: form, mediaTypes: [form.mediaType, ...form.otherMediaTypes] })),
  ]);
}

function failUnknown(named: string): never {
  const names = ['html', ...RESOURCE_FORMS.map(({ name }) => name)];
  return fail('R105', `format is "${shorten(named)}"`, {
    hint: didYouMean(named, names) ?? `It may be ${names.join(', ')}.`,
  });
}

/** Where a form of the resource always is, whatever a client accepts. */
export function formUrl({ name }: ResourceForm, resource: Resource, published: Publication): string {
  return `${landingPage(published, resource)}?format=${name}`;
}

/** The resource in one of its forms. */
export async function answerForm(
  form: ResourceForm,
  resource: Resource,
  published: Publication,
  request: ProtocolRequest,
): Promise<ProtocolResponse> {
  const body = await form.write(resource, published);
  const tag = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return ifChanged(request, {
    status: 200,
    headers: {
      'content-type': `${form.mediaType}; charset=utf-8`,
      'cache-control': 'no-cache',
      etag: `W/"${tag}"`,
      'content-disposition': `inline; filename="${resource.id.replaceAll('/', '-')}.${form.extension}"`,
      ...formHeaders(resource, published),
    },
    body,
  });
}

/** What else is known at this address, for programs that look at headers alone (RFC 8288, with the relations of FAIR Signposting). */
export function formHeaders(resource: Resource, published: Publication): Readonly<Record<string, string>> {
  const link = (url: string, rel: string, type?: string): string =>
    `<${new URL(url).href}>; rel="${rel}"${type === undefined ? '' : `; type="${type}"`}`;
  const { doi, license, creators } = resource;
  const licence = licenceUrl(license);
  return {
    vary: 'Accept',
    link: [
      ...(doi === undefined ? [] : [link(doiUrl(doi), 'cite-as')]),
      ...RESOURCE_FORMS.map((form) => link(formUrl(form, resource, published), 'describedby', form.mediaType)),
      link('https://schema.org/Dataset', 'type'),
      link('https://schema.org/AboutPage', 'type'),
      ...(licence === undefined ? [] : [link(licence, 'license')]),
      ...creators.flatMap(({ orcid }) => (orcid === undefined ? [] : [link(`https://orcid.org/${orcid}`, 'author')])),
    ].join(', '),
  };
}
