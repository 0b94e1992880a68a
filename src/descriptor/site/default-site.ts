import type { Organisation, Site, SitePart } from '../../model/site.ts';

/** What stands for the files that an operator has not written: enough to try everything on one's own machine. */
export function defaultSite(title: string): Site {
  const subjects = ['virtual-observatories'];
  const part = (partTitle: string, description: string): SitePart => ({ title: partTitle, description, subjects });
  const organisation: Organisation = {
    ...part('Unnamed organisation', 'The operator of this site has not yet said who publishes here.'),
    facility: [],
    instrument: [],
    contact: { name: 'Operator of this site' },
  };
  return {
    organisation,
    authority: part('Unnamed naming authority', 'The authority that names what is published at this site.'),
    registry: part(
      `${title} publishing registry`,
      'The registry records of everything that is published at this site.',
    ),
    service: part(
      `${title} TAP service`,
      'Queries in ADQL over all tables of this site, by the Table Access Protocol of the IVOA.',
    ),
  };
}
