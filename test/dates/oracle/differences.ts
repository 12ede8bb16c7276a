/**
 * Where we do not do as `java.text.SimpleDateFormat` does, and why: rule of a vector → reason. A
 * vector says for itself what the rule foretells; nothing else is accepted.
 */
export const DIFFERENCES = {
	fraction:
		'S is a fraction of a second, not a count of milliseconds: providers write .5 and .123456, and mean it.',
	overlap:
		'A reading that the clocks show twice is the earlier instant (Java: the later): a poll window that starts there can only be too wide.',
	gap: 'A reading that the clocks skip is the last instant before the gap (Java: as if they had not been changed yet), for the same reason.',
	'name by offset':
		'A zone is named by the offset its clocks have; where it kept another standard time, or is not in our table, GMT+hh:mm (Java: the name of today, which it then may read as another instant).',
	name: 'A name of daylight time is that offset, also in a zone that has given daylight time up (Java: standard time).',
	'shared name':
		'IST beside a field whose zone has no such name is the time of India, as it is when it names a zone (Java: Israel).',
	julian: 'Before October 15, 1582 the Gregorian calendar goes on (Java: the Julian).',
	unreal: 'A day or a time that does not exist is not read (Java, lenient by default: rolls over).',
	trailing: 'A text that goes on behind the pattern is not read by it (Java: ignores the rest).',
	'near miss':
		'What providers and their documentation get wrong, with one possible meaning, is read.',
} as const;
