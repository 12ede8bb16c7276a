import { place, type Site } from '../standIn';
import { constantcontact } from './constantcontact';
import { icontact } from './icontact';
import { infusionsoftrest } from './infusionsoftrest';
import { insightly } from './insightly';
import { maximizer } from './maximizer';

/** All stand-ins, by the key of their connector. */
export const STAND_INS = { constantcontact, icontact, infusionsoftrest, insightly, maximizer };

/** The same on a server. In an order that stays: ids and tokens of the platform's instances go by it. */
export const placeStandIns = (site: Site) => ({
	insightly: place(insightly, site),
	icontact: place(icontact, site),
	constantcontact: place(constantcontact, site),
	infusionsoftrest: place(infusionsoftrest, site),
	maximizer: place(maximizer, site),
});

export type Accounts = ReturnType<typeof placeStandIns>;
export type Connector = keyof Accounts;
