/**
 * Names that other systems give to time zones, as the IANA's. Those of Windows are the `001` rows of the
 * CLDR's `windowsZones.xml`, those of Rails `ActiveSupport::TimeZone::MAPPING`; a city whose IANA name ends
 * with it is left out.
 */
const ROWS: Readonly<Record<string, string>> = {
	'Africa/Cairo': 'Egypt Standard Time',
	'Africa/Johannesburg': 'South Africa Standard Time|Pretoria|Harare',
	'Africa/Lagos': 'W. Central Africa Standard Time|West Central Africa',
	'Africa/Casablanca': 'Morocco Standard Time',
	'Africa/Nairobi': 'E. Africa Standard Time',
	'America/Anchorage': 'Alaskan Standard Time|Alaska',
	'America/Bogota': 'SA Pacific Standard Time',
	'America/Buenos_Aires': 'Argentina Standard Time',
	'America/Caracas': 'Venezuela Standard Time',
	'America/Cayenne': 'SA Eastern Standard Time',
	'America/Chicago': 'Central Standard Time|Central Time (US & Canada)',
	'America/Chihuahua': 'Mountain Standard Time (Mexico)',
	'America/Denver': 'Mountain Standard Time|Mountain Time (US & Canada)',
	'America/Guatemala': 'Central America Standard Time|Central America',
	'America/Halifax': 'Atlantic Standard Time|Atlantic Time (Canada)',
	'America/Indianapolis': 'US Eastern Standard Time|Indiana (East)',
	'America/La_Paz': 'SA Western Standard Time',
	'America/Los_Angeles': 'Pacific Standard Time|Pacific Time (US & Canada)',
	'America/Mexico_City': 'Central Standard Time (Mexico)|Guadalajara',
	'America/Montevideo': 'Montevideo Standard Time',
	'America/New_York': 'Eastern Standard Time|Eastern Time (US & Canada)',
	'America/Phoenix': 'US Mountain Standard Time|Arizona',
	'America/Regina': 'Canada Central Standard Time|Saskatchewan',
	'America/Santiago': 'Pacific SA Standard Time',
	'America/Sao_Paulo': 'E. South America Standard Time|Brasilia',
	'America/St_Johns': 'Newfoundland Standard Time|Newfoundland',
	'America/Tijuana': 'Pacific Standard Time (Mexico)',
	'Asia/Almaty': 'Central Asia Standard Time|Astana',
	'Asia/Amman': 'Jordan Standard Time',
	'Asia/Baghdad': 'Arabic Standard Time',
	'Asia/Baku': 'Azerbaijan Standard Time',
	'Asia/Bangkok': 'SE Asia Standard Time|Hanoi',
	'Asia/Beirut': 'Middle East Standard Time',
	'Asia/Calcutta': 'India Standard Time|Chennai|Mumbai|New Delhi|Kolkata',
	'Asia/Colombo': 'Sri Lanka Standard Time|Sri Jayawardenepura',
	'Asia/Dhaka': 'Bangladesh Standard Time',
	'Asia/Dubai': 'Arabian Standard Time|Abu Dhabi',
	'Asia/Irkutsk': 'North Asia East Standard Time',
	'Asia/Jerusalem': 'Israel Standard Time',
	'Asia/Kabul': 'Afghanistan Standard Time',
	'Asia/Karachi': 'Pakistan Standard Time|Islamabad',
	'Asia/Katmandu': 'Nepal Standard Time|Kathmandu',
	'Asia/Krasnoyarsk': 'North Asia Standard Time',
	'Asia/Muscat': 'Muscat',
	'Asia/Novosibirsk': 'N. Central Asia Standard Time',
	'Asia/Rangoon': 'Myanmar Standard Time',
	'Asia/Riyadh': 'Arab Standard Time|Kuwait',
	'Asia/Seoul': 'Korea Standard Time',
	'Asia/Shanghai': 'China Standard Time|Beijing',
	'Asia/Singapore': 'Singapore Standard Time',
	'Asia/Taipei': 'Taipei Standard Time',
	'Asia/Tashkent': 'West Asia Standard Time',
	'Asia/Tbilisi': 'Georgian Standard Time',
	'Asia/Tehran': 'Iran Standard Time',
	'Asia/Tokyo': 'Tokyo Standard Time|Osaka|Sapporo',
	'Asia/Vladivostok': 'Vladivostok Standard Time',
	'Asia/Yakutsk': 'Yakutsk Standard Time',
	'Asia/Yekaterinburg': 'Ekaterinburg Standard Time|Ekaterinburg',
	'Asia/Yerevan': 'Caucasus Standard Time',
	'Atlantic/Azores': 'Azores Standard Time',
	'Atlantic/Cape_Verde': 'Cape Verde Standard Time|Cape Verde Is.',
	'Atlantic/Reykjavik': 'Greenwich Standard Time|Monrovia',
	'Australia/Adelaide': 'Cen. Australia Standard Time',
	'Australia/Brisbane': 'E. Australia Standard Time',
	'Australia/Darwin': 'AUS Central Standard Time',
	'Australia/Hobart': 'Tasmania Standard Time',
	'Australia/Perth': 'W. Australia Standard Time',
	'Australia/Sydney': 'AUS Eastern Standard Time|Canberra',
	'Etc/GMT+12': 'Dateline Standard Time|International Date Line West',
	'Etc/UTC': 'Coordinated Universal Time',
	'Europe/Berlin': 'W. Europe Standard Time|Bern',
	'Europe/Bucharest': 'GTB Standard Time',
	'Europe/Budapest': 'Central Europe Standard Time',
	'Europe/Istanbul': 'Turkey Standard Time',
	'Europe/Kaliningrad': 'Kaliningrad Standard Time',
	'Europe/Kiev': 'FLE Standard Time|Kyiv',
	'Europe/London': 'GMT Standard Time|Edinburgh',
	'Europe/Minsk': 'Belarus Standard Time',
	'Europe/Moscow': 'Russian Standard Time|St. Petersburg',
	'Europe/Paris': 'Romance Standard Time',
	'Europe/Samara': 'Russia Time Zone 3',
	'Europe/Warsaw': 'Central European Standard Time',
	'Pacific/Apia': 'Samoa Standard Time|Samoa',
	'Pacific/Auckland': 'New Zealand Standard Time|Wellington',
	'Pacific/Fiji': 'Fiji Standard Time|Kamchatka|Marshall Is.',
	'Pacific/Guadalcanal': 'Central Pacific Standard Time|Solomon Is.|New Caledonia',
	'Pacific/Honolulu': 'Hawaiian Standard Time|Hawaii',
	'Pacific/Midway': 'Midway Island',
	'Pacific/Pago_Pago': 'UTC-11|American Samoa',
	'Pacific/Port_Moresby': 'West Pacific Standard Time',
	'Pacific/Tongatapu': "Tonga Standard Time|Nuku'alofa",
};

/** Names of other systems in small letters, and the zones they stand for. */
export const ZONE_ALIASES: ReadonlyMap<string, string> = new Map(
	Object.entries(ROWS).flatMap(([zone, names]) =>
		names.split('|').map((name) => [name.toLowerCase(), zone] as const),
	),
);

const CONTINENTS = ['Europe', 'America', 'Asia', 'Australia', 'Africa', 'Pacific', 'Atlantic'];

/**
 * IANA names that another system's name of a zone may stand for, the likeliest first: of Windows
 * (`W. Europe Standard Time`), of its list (`(UTC+01:00) Amsterdam, Berlin, Bern`), of Rails
 * (`Eastern Time (US & Canada)`), of a city (`Berlin`), or with blanks for the underscores.
 */
export function zoneCandidates(text: string): readonly string[] {
	const [first] = text.replace(/^\((?:UTC|GMT)[^)]*\)\s*/i, '').split(',');
	const name = first.trim();
	const alias = ZONE_ALIASES.get(name.toLowerCase());
	const underscored = name.replace(/ /g, '_');
	if (alias !== undefined) return [alias];
	if (underscored.includes('/')) return [underscored];
	return CONTINENTS.map((continent) => `${continent}/${underscored}`);
}
