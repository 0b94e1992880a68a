/** Everybody who did not say who they are. */
export const NAMELESS = 'anonymous';
/** Everybody who did. */
export const NAMED = 'authenticated';

/** As in the schema of descriptors. */
export const GROUP_NAME = /^[a-z][a-z0-9_-]{0,62}$/;
