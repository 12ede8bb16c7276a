/**
 * Names of zones in texts (pattern letter `z`), for the zones in use: standard and daylight time,
 * short and long, as `SimpleDateFormat` writes them for `Locale.US` (JDK 17). Zones that are not
 * listed are written as `GMT+hh:mm`, and so are the times when a listed zone had another offset.
 * Where two zones share an abbreviation (CST, IST, PST, AST, GMT) the first row is meant,
 * unless the field's own zone has that name. In a date a name is an offset: CST is -06:00 in July.
 */

export interface ZoneName {
	readonly short: string;
	readonly long: string;
	readonly offsetMs: number;
}

interface Row {
	readonly standard: ZoneName;
	readonly daylight: ZoneName;
}

const HOUR_MS = 3_600_000;

/** Standard offset in hours; short names; long names; zones. After a slash that of daylight time. */
const TABLE: readonly string[] = [
	'0 | UTC | Coordinated Universal Time | UTC UCT UT Z Zulu Universal Etc/UTC Etc/UCT Etc/Zulu Etc/Universal',
	'0 | GMT | Greenwich Mean Time | GMT Etc/GMT Greenwich Africa/Abidjan Africa/Dakar Atlantic/Reykjavik Iceland',
	'0 | GMT/BST | Greenwich Mean Time/British Summer Time | Europe/London Europe/Belfast Europe/Jersey Europe/Guernsey Europe/Isle_of_Man GB BST',
	'5.5 | IST | India Standard Time | Asia/Kolkata Asia/Calcutta Asia/Colombo IST',
	'0 | GMT/IST | Greenwich Mean Time/Irish Standard Time | Europe/Dublin Eire',
	'0 | WET/WEST | Western European Standard Time/Western European Summer Time | Europe/Lisbon Portugal Atlantic/Canary Atlantic/Madeira WEST',
	'0 | WET/WEST | Western European Time/Western European Summer Time | WET',
	'1 | CET/CEST | Central European Standard Time/Central European Summer Time | Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Amsterdam Europe/Brussels Europe/Vienna Europe/Zurich Europe/Prague Europe/Warsaw Europe/Budapest Europe/Copenhagen Europe/Oslo Europe/Stockholm Europe/Belgrade Europe/Zagreb Europe/Ljubljana Europe/Bratislava Europe/Luxembourg Europe/Malta Europe/Monaco CEST',
	'1 | CET/CEST | Central European Time/Central European Summer Time | CET',
	'2 | EET/EEST | Eastern European Standard Time/Eastern European Summer Time | Europe/Athens Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Bucharest Europe/Sofia Europe/Riga Europe/Tallinn Europe/Vilnius Africa/Cairo Asia/Beirut EEST',
	'2 | EET/EEST | Eastern European Time/Eastern European Summer Time | EET',
	'3 | MSK/MSD | Moscow Standard Time/Moscow Summer Time | Europe/Moscow W-SU MSK',
	'3 | TRT | Turkey Time | Europe/Istanbul Asia/Istanbul Turkey',
	'-5 | EST/EDT | Eastern Standard Time/Eastern Daylight Time | America/New_York America/Detroit America/Toronto America/Montreal America/Nassau America/Indianapolis America/Indiana/Indianapolis America/Louisville America/Kentucky/Louisville America/Panama America/Jamaica America/Cancun US/Eastern Canada/Eastern EST5EDT EST EDT',
	'-6 | CST/CDT | Central Standard Time/Central Daylight Time | America/Chicago America/Winnipeg America/Regina America/Mexico_City America/Monterrey America/Costa_Rica America/Guatemala US/Central Canada/Central CST6CDT CST CDT',
	'-7 | MST/MDT | Mountain Standard Time/Mountain Daylight Time | America/Denver America/Boise America/Phoenix America/Edmonton US/Mountain US/Arizona Canada/Mountain MST7MDT MST MDT',
	'-8 | PST/PDT | Pacific Standard Time/Pacific Daylight Time | America/Los_Angeles America/Vancouver America/Tijuana US/Pacific Canada/Pacific PST8PDT PST PDT',
	'-9 | AKST/AKDT | Alaska Standard Time/Alaska Daylight Time | America/Anchorage America/Juneau US/Alaska AKST AKDT',
	'-10 | HST | Hawaii-Aleutian Standard Time | Pacific/Honolulu US/Hawaii',
	'-10 | HST | Hawaii Standard Time | HST',
	'-4 | AST/ADT | Atlantic Standard Time/Atlantic Daylight Time | America/Halifax America/Puerto_Rico Atlantic/Bermuda Canada/Atlantic',
	'-3.5 | NST/NDT | Newfoundland Standard Time/Newfoundland Daylight Time | America/St_Johns Canada/Newfoundland',
	'-3 | BRT/BRST | Brasilia Standard Time/Brasilia Summer Time | America/Sao_Paulo America/Bahia America/Fortaleza Brazil/East',
	'-3 | ART/ARST | Argentina Standard Time/Argentina Summer Time | America/Argentina/Buenos_Aires America/Buenos_Aires',
	'-4 | CLT/CLST | Chile Standard Time/Chile Summer Time | America/Santiago Chile/Continental',
	'-5 | COT | Colombia Standard Time | America/Bogota',
	'-5 | PET | Peru Standard Time | America/Lima',
	'5.75 | NPT | Nepal Time | Asia/Kathmandu Asia/Katmandu',
	'5 | PKT | Pakistan Standard Time | Asia/Karachi',
	'9 | JST | Japan Standard Time | Asia/Tokyo Japan JST',
	'9 | KST | Korean Standard Time | Asia/Seoul ROK KST',
	'8 | CST | China Standard Time | Asia/Shanghai Asia/Chongqing Asia/Macau PRC',
	'8 | CST | Taipei Standard Time | Asia/Taipei',
	'8 | HKT | Hong Kong Standard Time | Asia/Hong_Kong Hongkong',
	'8 | SGT | Singapore Standard Time | Asia/Singapore Singapore',
	'8 | MYT | Malaysia Time | Asia/Kuala_Lumpur',
	'8 | PST | Philippine Standard Time | Asia/Manila',
	'7 | ICT | Indochina Time | Asia/Bangkok Asia/Ho_Chi_Minh Asia/Saigon',
	'7 | WIB | Western Indonesia Time | Asia/Jakarta',
	'4 | GST | Gulf Standard Time | Asia/Dubai Asia/Muscat',
	'3 | AST | Arabian Standard Time | Asia/Riyadh Asia/Kuwait Asia/Qatar',
	'2 | IST/IDT | Israel Standard Time/Israel Daylight Time | Asia/Jerusalem Asia/Tel_Aviv Israel',
	'2 | SAST | South Africa Standard Time | Africa/Johannesburg',
	'3 | EAT | East Africa Time | Africa/Nairobi',
	'1 | WAT | West Africa Standard Time | Africa/Lagos',
	'10 | AEST/AEDT | Australian Eastern Standard Time/Australian Eastern Daylight Time | Australia/Sydney Australia/Melbourne Australia/Hobart Australia/Canberra Australia/Brisbane AEST AEDT',
	'9.5 | ACST/ACDT | Australian Central Standard Time/Australian Central Daylight Time | Australia/Adelaide Australia/Darwin',
	'8 | AWST | Australian Western Standard Time | Australia/Perth',
	'12 | NZST/NZDT | New Zealand Standard Time/New Zealand Daylight Time | Pacific/Auckland NZ NZST NZDT',
];

const rowsByZone = new Map<string, Row>();
const namesByText = new Map<string, ZoneName>();

for (const [hours, shortNames, longNames, zones] of TABLE.map((row) => row.split(' | '))) {
	const [short, shortDaylight] = shortNames.split('/');
	const [long, longDaylight] = longNames.split('/');
	const standard = { short, long, offsetMs: Number(hours) * HOUR_MS };
	const daylight = shortDaylight
		? { short: shortDaylight, long: longDaylight, offsetMs: standard.offsetMs + HOUR_MS }
		: standard;
	for (const zone of zones.split(' ')) rowsByZone.set(zone.toLowerCase(), { standard, daylight });
	for (const name of [standard, daylight]) {
		for (const text of [name.short.toLowerCase(), name.long.toLowerCase()])
			if (!namesByText.has(text)) namesByText.set(text, name);
	}
}

/** How the clocks of a zone are called while they are `offsetMs` ahead of UTC. */
export function findZoneName(zone: string, offsetMs: number): ZoneName | undefined {
	const row = rowsByZone.get(zone.toLowerCase());
	if (row?.standard.offsetMs === offsetMs) return row.standard;
	return row?.daylight.offsetMs === offsetMs ? row.daylight : undefined;
}

/** The zone that `text` names, short or long, in either letter case; `ownZone` has the first word. */
export function findNamedOffset(text: string, ownZone: string): number | undefined {
	const name = text.toLowerCase();
	const row = rowsByZone.get(ownZone.toLowerCase());
	for (const own of row ? [row.standard, row.daylight] : [])
		if (own.short.toLowerCase() === name || own.long.toLowerCase() === name) return own.offsetMs;
	return namesByText.get(name)?.offsetMs;
}
