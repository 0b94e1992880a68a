/** What the query language offers beyond its mandatory core, for the protocols to declare. */
export { languageFeatures } from '../sql/feature.ts';
