/** Terms of the small IVOA vocabularies that descriptors, VOTable and registry records use (as of November 2026). */
export interface Vocabulary {
  readonly terms: readonly string[];
  /** Terms no longer to be used, with what replaced each. */
  readonly deprecated: Readonly<Record<string, string>>;
}

export const VOCABULARIES: Readonly<Record<string, Vocabulary>> = {
  messenger: {
    terms: ['Photon', 'Radio', 'Millimeter', 'Infrared', 'Optical', 'UV', 'EUV', 'X-ray', 'Gamma-ray', 'Neutrino'],
    deprecated: {},
  },
  refframe: {
    terms: [
      'ICRS',
      'FK5',
      'FK4',
      'EQUATORIAL',
      'geo_app',
      'ECLIPTIC',
      'ecl_FK4',
      'GALACTIC',
      'GALACTIC_I',
      'GENERIC_GALACTIC',
      'SUPER_GALACTIC',
      'AZ_EL',
      'BODY',
      'UNKNOWN',
    ],
    deprecated: {
      eq_FK4: 'FK4',
      eq_FK5: 'FK5',
      ecl_FK5: 'ECLIPTIC',
      galactic: 'GALACTIC',
      supergalactic: 'SUPER_GALACTIC',
      xy: 'UNKNOWN',
      barycentric: 'ICRS',
    },
  },
  timescale: { terms: ['TAI', 'TT', 'UT', 'UTC', 'GPS', 'TCG', 'TCB', 'TDB', 'UNKNOWN'], deprecated: {} },
  refposition: {
    terms: ['TOPOCENTER', 'GEOCENTER', 'BARYCENTER', 'HELIOCENTER', 'EMBARYCENTER', 'UNKNOWN'],
    deprecated: {},
  },
  content_level: { terms: ['Research', 'Amateur', 'General'], deprecated: {} },
  content_type: {
    terms: [
      'Other',
      'Archive',
      'Bibliography',
      'Catalog',
      'Journal',
      'Library',
      'Simulation',
      'Survey',
      'Transformation',
      'Education',
      'Outreach',
      'EPOResource',
      'Animation',
      'Artwork',
      'Background',
      'BasicData',
      'Historical',
      'Photographic',
      'Press',
      'Organisation',
      'Project',
      'Registry',
    ],
    deprecated: {},
  },
  relationship_type: {
    terms: [
      'Cites',
      'IsSupplementTo',
      'IsSupplementedBy',
      'IsContinuedBy',
      'Continues',
      'IsNewVersionOf',
      'IsPreviousVersionOf',
      'IsPartOf',
      'HasPart',
      'IsSourceOf',
      'IsDerivedFrom',
      'IsIdenticalTo',
      'IsServiceFor',
      'IsServedBy',
    ],
    deprecated: {
      'mirror-of': 'IsIdenticalTo',
      'service-for': 'IsServiceFor',
      'served-by': 'IsServedBy',
      'derived-from': 'IsDerivedFrom',
    },
  },
};

/** What replaced a term of a vocabulary, if it is a deprecated one. */
export function deprecatedTerm(vocabulary: string, term: string): string | undefined {
  return VOCABULARIES[vocabulary]?.deprecated[term];
}
