/* Every connector's definition: the index that all else goes by. */

export { constantcontact } from './constantcontact/definition';
export { freshdesk } from './freshdesk/definition';
export { icontact } from './icontact/definition';
export { infusionsoftrest } from './infusionsoftrest/definition';
export { insightly } from './insightly/definition';
export { maximizer } from './maximizer/definition';
