const DURATION =
	/^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;
/** Of weeks, days, hours, minutes and seconds, in ms. */
const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** Milliseconds of an ISO 8601 duration of weeks or less: `PT0.001S`, `PT5M`, `P30D`. @returns undefined for anything else */
export function parseDuration(text: string): number | undefined {
	const amounts = DURATION.exec(text)?.slice(1);
	return amounts?.reduce((ms, amount = '0', index) => ms + Number(amount) * UNITS_MS[index], 0);
}
