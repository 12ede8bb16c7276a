/* Every stand-in, by the key of its connector. */

export { constantcontact } from './constantcontact';
export { freshdesk } from './freshdesk';
export { icontact } from './icontact';
export { infusionsoftrest } from './infusionsoftrest';
export { insightly } from './insightly';
export { maximizer } from './maximizer';
