import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRulesProvider;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what the JDK's own SimpleDateFormat makes of many patterns, zones and instants, one a
 * line, tab-separated; README.md beside it tells the columns.
 *
 * Run by hand: java DateVectors.java > vectors.tsv
 */
public final class DateVectors {
	private static final int VECTORS_A_PATTERN = 90;
	private static final int VECTORS_A_RARE_PATTERN = 30;
	private static final int VECTORS_A_NAMED_ZONE = 4;
	private static final int READINGS_A_CHANGE = 4;

	private static final String[] PATTERNS = {
		"yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'",
		"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", "yyyy-MM-dd'T'HH:mm:ss.SSSZ", "EEE, dd MMM yyyy HH:mm:ss Z",
		"MM/dd/yyyy HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.SSS", "yyyy-MM-dd' 'HH:mm:ss", "yyyy-MM-dd",
		"yyyy-MM-dd'T'HH:mmz", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "yyyy-MM-dd'T'HH:mm:ss.SSSX",
		"yyyy-MM-dd'T'HH:mm:ssX", "yyyy-MM-dd'T'HH:mm:ssXX", "yyyy-MM-dd'T'HH:mm:ssZ",
		"MM/dd/yyy'T'HH:mm:ssXXX", "yyyyMMddHHmmss", "yyyyMMdd'T'HHmmssX", "yyMMddHHmm", "yy-M-d H:m:s",
		"d MMM yyyy h:mm a", "dd MMMM yyyy hh:mm:ss a", "EEEE, MMMM d, yyyy K:mm a z", "kk:mm:ss dd.MM.yyyy",
		"k:m d.M.y", "G yyyy-MM-dd HH:mm", "GGGG y MM dd", "yyyy-DDD HH:mm", "yyyyDDD", "D yyyy",
		"YYYY-'W'ww-u", "YYYY-'W'ww-u HH:mm:ss", "yyyy-MM-dd u", "EEE yyyy-MM-dd", "yyyy MM W E", "yyyy MM F E",
		"LLL d, yyyy", "LLLL yyyy d", "L/d/yyyy", "yyyy-MM-dd HH:mm:ss z", "yyyy-MM-dd HH:mm:ss zzzz",
		"yyyy-MM-dd HH:mm:ss Z", "yyyy-MM-dd HH:mm Z z", "hh 'o''clock' a, yyyy-MM-dd", "''yy''MM''dd",
		"yyyy.MM.dd 'at' HH:mm:ss", "HH:mm:ss", "S", "ss.SSS", "H", "E MMM dd HH:mm:ss z yyyy",
		"yyyyy.MMMMM.dd", "yyyy-MM-dd'T'HH:mm", "dd/MM/yyyy", "MMM d yyyy", "M/d/yy", "yyyy/M/d H:mm",
		"yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", "yyyy-MM-dd'T'HH:mm:ssSSSSSSXXX",
	};

	/** Other widths, week fields in other orders and alone, and days named in more than one way. */
	private static final String[] RARE_PATTERNS = {
		"y", "Y", "YY-ww-u", "yyy w EEE", "w yyyy u", "ww/yyyy", "uu ww YYYY", "W MM yyyy", "E WW L yyyy", "F MM yyyy",
		"EEEE FF MMM yyyy", "EEE", "u", "E MM yyyy", "yyyy-MM-dd w W F", "yyyy-MM-dd w W F E", "E w W F dd MM yyyy",
		"YYYY-MM-dd", "YYYY ww E yyyy", "yyyy MM dd DDD", "yyyy DDD dd MM", "yyyy DDD w E", "yyyy MM F W E",
		"yyyy MM W F E", "yyyy w W E MM", "D W E MM yyyy", "LL-dd-yyyy", "MMMMMMMM yyyy", "EEEEEE yyyy-MM-dd",
		"GGG yy M d", "yyyy-MM-dd aaaa hh", "yyyy-MM-dd a", "yyyy-MM-dd h", "yyyy-MM-dd K a", "yyyy-MM-dd H h",
		"yyyy-MM-dd k h a", "yyyy-MM-dd h a H", "yyyy-MM-dd HHH:mmm:sss", "yyyyMMddHHmmssSSS", "yyyyMMdd'T'HHmmssXXX",
		"HHmmssXX yyyyMMdd", "dd.MM.yyyy HH:mm ZZZZ", "HH:mm:ss zzz, dd MMM yyyy", "yyyy-MM-dd HH:mm:ss.S",
		"yyyy-MM-dd HH:mm:ss.SS", "yyyy-MM-dd HH:mm:ss,SSSS", "yyyy-MM-dd HH:mm:ss.SSSSSSSSS", "SSS", "SSSSSS",
		"'year 'yyyy', day 'D", "yyyy''''MM", "'T'HH''mm'T'",
	};

	private static final String[] ZONES = {
		"UTC", "GMT", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
		"Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney", "GMT-06:00", "GMT+05:30",
		"EST", "MST", "PST", "CST", "CET", "America/St_Johns", "America/Sao_Paulo", "Australia/Lord_Howe",
		"Pacific/Auckland", "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu", "Europe/Dublin",
	};

	/** Zones that have names of their own; from 2020 on all of them keep today's rules. */
	private static final String[] NAMED_ZONES = {
		"UTC", "Zulu", "GMT", "Africa/Abidjan", "Africa/Dakar", "Atlantic/Reykjavik", "Europe/London", "Europe/Dublin",
		"Europe/Lisbon", "Atlantic/Canary", "WET", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome",
		"Europe/Amsterdam", "Europe/Brussels", "Europe/Vienna", "Europe/Zurich", "Europe/Prague", "Europe/Warsaw",
		"Europe/Budapest", "Europe/Copenhagen", "Europe/Oslo", "Europe/Stockholm", "Europe/Belgrade", "Europe/Luxembourg",
		"CET", "Europe/Athens", "Europe/Helsinki", "Europe/Kiev", "Europe/Bucharest", "Europe/Sofia", "Africa/Cairo",
		"Asia/Beirut", "EET", "Europe/Moscow", "Europe/Istanbul", "America/New_York", "America/Detroit",
		"America/Toronto", "America/Indianapolis", "America/Panama", "America/Jamaica", "America/Cancun", "US/Eastern",
		"EST5EDT", "EST", "America/Chicago", "America/Winnipeg", "America/Regina", "America/Mexico_City",
		"America/Costa_Rica", "US/Central", "CST", "America/Denver", "America/Phoenix", "America/Edmonton", "US/Mountain",
		"MST", "America/Los_Angeles", "America/Vancouver", "America/Tijuana", "US/Pacific", "PST", "America/Anchorage",
		"Pacific/Honolulu", "HST", "America/Halifax", "America/Puerto_Rico", "Atlantic/Bermuda", "America/St_Johns",
		"America/Sao_Paulo", "America/Bahia", "America/Argentina/Buenos_Aires", "America/Santiago", "America/Bogota",
		"America/Lima", "Asia/Kolkata", "Asia/Calcutta", "Asia/Colombo", "IST", "Asia/Karachi", "Asia/Tokyo", "JST",
		"Asia/Seoul", "Asia/Shanghai", "Asia/Macau", "Asia/Taipei", "Asia/Hong_Kong", "Asia/Singapore",
		"Asia/Kuala_Lumpur", "Asia/Manila", "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Dubai",
		"Asia/Riyadh", "Asia/Kuwait", "Asia/Qatar", "Asia/Jerusalem", "Africa/Johannesburg", "Africa/Nairobi",
		"Africa/Lagos", "Australia/Sydney", "Australia/Melbourne", "Australia/Hobart", "Australia/Brisbane",
		"Australia/Adelaide", "Australia/Darwin", "Australia/Perth", "Pacific/Auckland",
		"GMT-03:30", "GMT+14:00", "GMT-00:30",
	};

	/** Zones of ZONES without a name in our table. */
	private static final Set<String> UNNAMED_ZONES =
		Set.of("Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca");

	/** October 15, 1582, where java.util.GregorianCalendar takes over from the Julian calendar. */
	private static final long GREGORIAN_CHANGE = -12_219_292_800_000L;

	private static final String[] NAMED_PATTERNS = { "yyyy-MM-dd HH:mm:ss z", "zzzz, yyyy-MM-dd HH:mm:ss" };

	/** Times when a zone kept another standard time than today. */
	private static final String[][] PAST_NAMES = {
		{ "Europe/London", "1970-01-05T14:03:09Z" }, { "Europe/London", "1971-07-05T14:03:09Z" },
		{ "Europe/Lisbon", "1994-01-05T14:03:09Z" }, { "Europe/Moscow", "1991-07-05T14:03:09Z" },
		{ "Europe/Moscow", "1991-12-05T14:03:09Z" }, { "Europe/Moscow", "2012-01-05T14:03:09Z" },
		{ "Asia/Kathmandu", "1984-01-05T14:03:09Z" }, { "Asia/Singapore", "1981-01-05T14:03:09Z" },
		{ "Europe/Istanbul", "2010-01-05T14:03:09Z" },
	};

	/** Zones whose clocks change at 1, 2 and 3 o'clock, at midnight, by half an hour, by a day. */
	private static final String[] CHANGING_ZONES = {
		"America/New_York", "America/Los_Angeles", "Europe/London", "Europe/Berlin", "Australia/Sydney",
		"Australia/Lord_Howe", "America/Sao_Paulo", "America/St_Johns", "Pacific/Auckland", "Pacific/Apia", "Asia/Beirut",
		"PST", "CET",
	};

	/**
	 * Texts that format() does not write: pattern, zone, text; then "unreal" for a date that we refuse, or
	 * the instant that we read in a near miss, or after "shared" in a name that several zones share.
	 */
	private static final String[][] TEXTS = {
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-1-5 4:3:9" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-01-05  14:03: 9" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "  2026-01-05 14:03:09" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "\u00a02026-01-05 14:03:09", "2026-01-05T14:03:09Z" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-01-05 24:00:00" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-01-05 23:59:60" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-01-05 25:00:00", "unreal" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-01-05 12:60:00", "unreal" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-01-05 12:00:61", "unreal" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-02-29 12:00:00", "unreal" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "1900-02-29 12:00:00", "unreal" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2000-02-29 12:00:00" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-13-01 12:00:00", "unreal" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-00-10 12:00:00", "unreal" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-01-00 12:00:00", "unreal" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-04-31 12:00:00", "unreal" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026/01/05 12:00:00" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "2026-01-05 12:00", "2026-01-05T12:00:00Z" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "12026-01-05 12:00:00" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "1600-02-29 12:00:00" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "1582-10-15 00:00:00" },
		{ "yyyy-MM-dd HH:mm:ss", "UTC", "1500-02-28 12:00:00" },
		{ "yyyy-MM-dd HH:mm:ss", "America/New_York", "0001-01-01 00:00:00" },
		{ "G yyyy-MM-dd", "UTC", "BC 0044-03-15" }, { "yyyy-MM-dd", "UTC", "26-01-05", "2026-01-05T00:00:00Z" },
		{ "yyyy-MM-dd HH:mm a", "UTC", "2026-01-05 02:00 PM", "2026-01-05T14:00:00Z" },
		{ "yyyy-MM-dd HH:mm a", "UTC", "2026-01-05 14:00 PM" }, { "yyyy-MM-dd hh:mm:ss", "UTC", "2026-01-05 14:03:09" },
		{ "yyyy-MM-dd hh:mm a", "UTC", "2026-01-05 14:03 PM", "2026-01-05T14:03:00Z" },
		{ "yyyy-MM-dd hh:mm a", "UTC", "2026-01-05 00:30 AM" }, { "yyyy-MM-dd hh:mm a", "UTC", "2026-01-05 00:30 PM" },
		{ "yyyy-MM-dd KK:mm a", "UTC", "2026-01-05 12:30 AM" }, { "yyyy-MM-dd KK:mm", "UTC", "2026-01-05 14:30" },
		{ "yyyy-MM-dd KK:mm a", "UTC", "2026-01-05 12:30 PM", "2026-01-05T12:30:00Z" },
		{ "yyyy-MM-dd kk:mm", "UTC", "2026-01-05 00:30" }, { "yyyy-MM-dd kk:mm", "UTC", "2026-01-05 24:30" },
		{ "yyyy-MM-dd hh:mm", "UTC", "2026-01-05 25:00", "unreal" }, { "yyyy-MM-dd HH:mm", "UTC", "-2026-01-05 10:00", "unreal" },
		{ "yyyy-MM-dd", "UTC", "+2026-01-05" }, { "yyyy-MM-dd", "UTC", "2026--1-05", "unreal" }, { "yyyy-MM-dd hh:mm", "UTC", "2026-01-05 12:30" },
		{ "yyyy-DDD", "UTC", "2026-366", "unreal" }, { "yyyy-DDD", "UTC", "2028-366" }, { "yyyy-DDD", "UTC", "2026-000", "unreal" },
		{ "dd.MM.yyyy", "UTC", "05.01.2026 and more" }, { "dd.MM.yyyy", "UTC", "05.01.2026 " },
		{ "M/d/yy", "UTC", "1/5/69" }, { "M/d/yy", "UTC", "1/5/70" }, { "M/d/yy", "UTC", "1/5/026" },
		{ "M/d/yy", "UTC", "1/5/2026" }, { "M/d/yy", "UTC", "1/5/9" },
		{ "G yyyy-MM-dd", "UTC", "ad 2026-01-05" }, { "G yyyy-MM-dd", "UTC", "Anno Domini 2026-01-05" },
		{ "G yyyy-MM-dd", "UTC", "CE 2026-01-05" },
		{ "d MMM yyyy h:mm a", "UTC", "5 january 2026 2:03 pm" }, { "d MMM yyyy h:mm a", "UTC", "5 JAN 2026 12:03 Am" },
		{ "d MMM yyyy h:mm a", "UTC", "5 Jan 2026 12:03PM" }, { "d MMM yyyy h:mm a", "UTC", "5 Jan 2026 12:03  pM" },
		{ "d MMM yyyy h:mm a", "UTC", "5 Sept 2026 2:03 PM" }, { "d MMM yyyy h:mm a", "UTC", "5 Foo 2026 2:03 PM" },
		{ "d MMM yyyy h:mm a", "UTC", "5 Jan 2026 2:03" }, { "d MMMM yyyy", "UTC", "5 Mar 2026" },
		{ "d MMMM yyyy", "UTC", "5May2026" }, { "d MMM yyyy", "UTC", "5 June 2026" },
		{ "EEE, dd MMM yyyy HH:mm:ss Z", "UTC", "MONDAY, 5 JANUARY 2026 9:3:7 -0500" },
		{ "EEE, dd MMM yyyy HH:mm:ss Z", "UTC", "Fri, 05 Jan 2026 09:03:07 +0530" },
		{ "EEE, dd MMM yyyy HH:mm:ss Z", "UTC", "Mon, 05 Jan 2026 09:03:07 GMT" },
		{ "EEE, dd MMM yyyy HH:mm:ss Z", "UTC", "Mon, 05 Jan 2026 09:03:07 UTC" },
		{ "EEE, dd MMM yyyy HH:mm:ss Z", "UTC", "Mon, 05 Jan 2026 09:03:07 EST" },
		{ "EEE, dd MMM yyyy HH:mm:ss Z", "UTC", "Mon, 05 Jan 2026 09:03:07 PDT" },
		{ "EEE, dd MMM yyyy HH:mm:ss Z", "UTC", "Mon, 05 Jan 2026 09:03:07 GMT-08:00" },
		{ "EEE, dd MMM yyyy HH:mm:ss Z", "UTC", "Mon, 05 Jan 2026 09:03:07 nowhere" },
		{ "EEE, dd MMM yyyy HH:mm:ss Z", "UTC", "Foo, 05 Jan 2026 09:03:07 +0000" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 CST" }, { "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 PST" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-01-05 09:03 PDT" }, { "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 cest" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 GMT+2:00" }, { "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 GMT+5:30" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 gmt" }, { "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 -0700" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 JST" }, { "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 NZST" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 Pacific Daylight Time" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 central european summer time" },
		{ "yyyy-MM-dd HH:mm z", "Asia/Shanghai", "2026-07-05 09:03 CST" },
		{ "yyyy-MM-dd HH:mm z", "Asia/Kolkata", "2026-07-05 09:03 IST" },
		{ "yyyy-MM-dd HH:mm z", "Asia/Jerusalem", "2026-07-05 09:03 IST" },
		{ "yyyy-MM-dd HH:mm z", "Europe/Dublin", "2026-07-05 09:03 IST" },
		{ "yyyy-MM-dd HH:mm z", "Asia/Manila", "2026-07-05 09:03 PST" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 IST", "shared 2026-07-05T03:33:00Z" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 BST" }, { "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 AST" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 GST" }, { "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 AEST" },
		{ "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 MSK" }, { "yyyy-MM-dd HH:mm z", "UTC", "2026-07-05 09:03 EDT" },
		{ "zzzz yyyy", "UTC", "Eastern Standard Time 2026" },
		{ "yyyy-MM-dd HH:mmX", "UTC", "2026-07-05 09:03-07" }, { "yyyy-MM-dd HH:mmXX", "UTC", "2026-07-05 09:03-0730" },
		{ "yyyy-MM-dd HH:mmXXX", "UTC", "2026-07-05 09:03-07:30" }, { "yyyy-MM-dd HH:mmXXX", "UTC", "2026-07-05 09:03Z" },
		{ "yyyy-MM-dd HH:mmXXX", "UTC", "2026-07-05 09:03+24:00" },
		{ "XyyyyMMdd", "UTC", "+0520260705" }, { "XXyyyyMMdd", "UTC", "-053020260705" }, { "XXXyyyyMMdd", "UTC", "+05:3020260705" },
		{ "ZyyyyMMdd", "UTC", "+053020260705" },
		{ "yyyyMMdd", "UTC", "2026075" }, { "yyyyMMdd", "UTC", "202607055", "unreal" }, { "HHmm", "UTC", "930", "unreal" },
		{ "yyyy MM W E", "UTC", "2026 07 1 Mon" }, { "yyyy MM F E", "UTC", "2026 07 5 Mon" }, { "YYYY-ww-u", "UTC", "2026-53-6" },
	};

	public static void main(String[] arguments) {
		TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
		Locale.setDefault(Locale.US);
		System.out.println("# Generated by DateVectors.java: Java " + System.getProperty("java.version") + ", tz database "
			+ ZoneRulesProvider.getVersions("UTC").lastEntry().getKey() + ". Do not edit.");
		System.out.println("# pattern\tzone\tepoch ms\ttext\tparsed ms\trule\ttext by the rule\tparsed ms by the rule");
		Random random = new Random(20260105);
		for (String pattern : PATTERNS)
			for (int vector = 0; vector < VECTORS_A_PATTERN; vector += 1) writeAny(pattern, random);
		for (String pattern : RARE_PATTERNS)
			for (int vector = 0; vector < VECTORS_A_RARE_PATTERN; vector += 1) writeAny(pattern, random);
		long from = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
		for (String zone : NAMED_ZONES)
			for (String pattern : NAMED_PATTERNS)
				for (int vector = 0; vector < VECTORS_A_NAMED_ZONE; vector += 1)
					write(pattern, zone, from + (long) (random.nextDouble() * (instantOfYear(2038) - from)));
		for (String[] instant : PAST_NAMES)
			for (String pattern : NAMED_PATTERNS) write(pattern, instant[0], Instant.parse(instant[1]).toEpochMilli());
		for (String zone : CHANGING_ZONES) writeChanges(zone, random);
		for (String[] text : TEXTS) writeText(text[0], text[1], text[2], text.length > 3 ? text[3] : "");
	}

	private static void writeAny(String pattern, Random random) {
		String zone = ZONES[random.nextInt(ZONES.length)];
		write(pattern, zone, instant(zone, random));
	}

	/** Zones for which tz databases after this JDK's (2025a) know other rules for the years to come. */
	private static final Set<String> CHANGED_SINCE = Set.of("Africa/Casablanca", "America/Edmonton", "America/Vancouver");

	private static boolean unsettled(String zone, long at) {
		return CHANGED_SINCE.contains(zone) && at >= Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
	}

	/** An instant: its text, and what that is read as. */
	private static void write(String pattern, String zone, long at) {
		if (unsettled(zone, at)) return;
		String text = toFormat(pattern, zone).format(new Date(at));
		Writing byRules = Writing.of(pattern, zone, at);
		Reading reading = Reading.of(byRules.readAs, zone, byRules.readText);
		Long read = reading.byRule == null ? null : reading.byRule + byRules.fractionMs;
		// A name of a zone that is not read as the offset it was written for.
		if (byRules.rule.isEmpty() && NAMED_ZONE.matcher(pattern).find()) {
			String exact = NAMED_ZONE.matcher(pattern).replaceAll("XXX");
			long named = Reading.of(exact, zone, toFormat(exact, zone).format(new Date(at))).parsed;
			if (named != reading.parsed) reading = new Reading(reading.parsed, "name", read = named);
		}
		print(pattern, zone, Long.toString(at), text, Reading.parse(toFormat(pattern, zone), text),
			byRules.rule.isEmpty() ? reading.rule : byRules.rule, byRules.text.equals(text) ? "" : byRules.text, read);
	}

	/** A text, and what it is read as; a mark names a listed rule that no arithmetic tells. */
	private static void writeText(String pattern, String zone, String text, String mark) {
		Reading reading = Reading.of(pattern, zone, text);
		if (reading.parsed != null && unsettled(zone, reading.parsed)) return;
		if (mark.equals("unreal")) {
			SimpleDateFormat strict = toFormat(pattern, zone);
			strict.setLenient(false);
			if (Reading.parse(strict, text) != null) throw new IllegalStateException("real: " + text);
			reading = new Reading(reading.parsed, mark, null);
		} else if (mark.startsWith("shared ")) {
			reading = new Reading(reading.parsed, "shared name", Instant.parse(mark.substring(7)).toEpochMilli());
		} else if (!mark.isEmpty()) {
			reading = new Reading(reading.parsed, "near miss", Instant.parse(mark).toEpochMilli());
		}
		print(pattern, zone, "", text, reading.parsed, reading.rule, "", reading.byRule);
	}

	private static void print(String pattern, String zone, String at, String text, Long parsed, String rule,
		String ruleText, Long byRule) {
		// A rule that changes nothing here is none.
		boolean differs = !rule.isEmpty() && !(ruleText.isEmpty() && Objects.equals(byRule, parsed));
		System.out.println(String.join("\t", pattern, zone, at, text, toText(parsed), differs ? rule : "", ruleText,
			differs ? toText(byRule) : ""));
	}

	private static String toText(Long value) {
		return value == null ? "" : value.toString();
	}

	/** Readings that the clocks skip, show twice, and those beside them, at changes from 1970 to 2099. */
	private static void writeChanges(String zone, Random random) {
		Instant at = Instant.EPOCH;
		for (int change = 0; change < 12; change += 1) {
			ZoneOffsetTransition next = rulesOf(zone).getRules().nextTransition(at);
			if (next == null || next.getInstant().isAfter(Instant.ofEpochMilli(instantOfYear(2100)))) return;
			LocalDateTime first = next.isGap() ? next.getDateTimeBefore() : next.getDateTimeAfter();
			long length = Math.abs(next.getDuration().getSeconds());
			for (int reading = 0; reading < READINGS_A_CHANGE; reading += 1) {
				LocalDateTime wall = first.plusSeconds((long) (random.nextDouble() * 2 * length - length / 2));
				writeText("yyyy-MM-dd HH:mm:ss", zone, wall.toString().replace('T', ' ').concat(wall.getSecond() == 0 ? ":00" : ""), "");
			}
			writeText("yyyy-MM-dd", zone, first.toLocalDate().toString(), "");
			at = next.getInstant().plusSeconds(random.nextInt(10 * 365) * 86_400L);
		}
	}

	private static final int HOUR_MS = 3_600_000;
	private static final String UNQUOTED = "(?=([^']*'[^']*')*[^']*$)";
	private static final Pattern FRACTION = Pattern.compile("S+" + UNQUOTED);
	private static final Pattern OWN_ZONE = Pattern.compile("[XZz]" + UNQUOTED);
	private static final Pattern NAMED_ZONE = Pattern.compile("z+" + UNQUOTED);

	/**
	 * What is written where a listed rule says otherwise than the JDK; and the pattern and the text
	 * that tell the JDK's reading of it, but for the milliseconds of a fraction.
	 */
	private record Writing(String rule, String text, String readAs, String readText, int fractionMs) {
		static Writing of(String pattern, String zone, long at) {
			Date date = new Date(at);
			TimeZone known = TimeZone.getTimeZone(zone);
			int offset = rulesOf(zone).getRules().getOffset(Instant.ofEpochMilli(at)).getTotalSeconds();
			boolean otherClock = offset * 1000 != known.getOffset(at);
			String sign = offset < 0 ? "-" : "+";
			String gmt = String.format("GMT%s%02d:%02d", sign, Math.abs(offset) / 3600, Math.abs(offset) / 60 % 60);
			String clock = otherClock ? gmt : zone;
			Matcher name = NAMED_ZONE.matcher(pattern);
			String byOffset = pattern;
			if (name.find()) {
				int style = name.group().length() > 3 ? TimeZone.LONG : TimeZone.SHORT;
				int ahead = offset * 1000 - known.getRawOffset();
				boolean listed = !UNNAMED_ZONES.contains(zone) && (ahead == 0 || ahead == HOUR_MS);
				if (!listed) byOffset = name.replaceAll("'" + gmt + "'");
				else if (known.inDaylightTime(date) != (ahead > 0))
					byOffset = name.replaceAll("'" + known.getDisplayName(ahead > 0, style, Locale.US) + "'");
			}
			boolean renamed = byOffset != pattern;

			Matcher fraction = FRACTION.matcher(byOffset);
			if (fraction.find() && fraction.group().length() != 3) {
				int width = fraction.group().length();
				String digits = (String.format("%03d", Math.floorMod(at, 1000L)) + "000000").substring(0, width);
				String before = byOffset.substring(0, fraction.start());
				String after = byOffset.substring(fraction.end());
				String text = toFormat(before + "'" + digits + "'" + after, clock).format(date);
				return new Writing("fraction", text, before + after, toFormat(before + after, clock).format(date),
					Integer.parseInt((digits + "00").substring(0, 3)));
			}
			String text = toFormat(byOffset, clock).format(date);
			if (!renamed) return new Writing(otherClock ? "clock" : "", text, pattern, text, 0);
			String exact = NAMED_ZONE.matcher(pattern).replaceAll("XXX");
			return new Writing("name by offset", text, exact, toFormat(exact, clock).format(date), 0);
		}
	}

	/** What a text is read as, by the JDK and, where a listed rule says otherwise, by that rule. */
	private record Reading(Long parsed, String rule, Long byRule) {
		static Reading of(String pattern, String zone, String text) {
			ParsePosition end = new ParsePosition(0);
			Date date = toFormat(pattern, zone).parse(text, end);
			if (date == null) return new Reading(null, "", null);
			long parsed = date.getTime();
			if (end.getIndex() < text.length()) return new Reading(parsed, "trailing", null);
			if (OWN_ZONE.matcher(pattern).find()) return new Reading(parsed, "", parsed);
			SimpleDateFormat gregorian = toFormat(pattern, "UTC");
			GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.US);
			calendar.setGregorianChange(new Date(Long.MIN_VALUE));
			gregorian.setCalendar(calendar);
			long wall = parse(gregorian, text);
			LocalDateTime clock = LocalDateTime.ofInstant(Instant.ofEpochMilli(wall), ZoneOffset.UTC);
			ZoneOffsetTransition change = rulesOf(zone).getRules().getTransition(clock);
			if (change == null) {
				long byRule = clock.atZone(rulesOf(zone)).toInstant().toEpochMilli();
				String rule = wall < GREGORIAN_CHANGE ? "julian" : "clock";
				return new Reading(parsed, byRule == parsed ? "" : rule, byRule);
			}
			if (change.isGap()) return new Reading(parsed, "gap", change.getInstant().toEpochMilli() - 1);
			long byRule = clock.toInstant(change.getOffsetBefore()).toEpochMilli();
			return new Reading(parsed, byRule == parsed ? "" : "overlap", byRule);
		}

		static Long parse(SimpleDateFormat format, String text) {
			Date date = format.parse(text, new ParsePosition(0));
			return date == null ? null : date.getTime();
		}
	}

	private static SimpleDateFormat toFormat(String pattern, String zone) {
		SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.US);
		format.setTimeZone(TimeZone.getTimeZone(zone));
		// Two digits of a year are 1970 to 2069.
		format.set2DigitYearStart(new Date(0));
		format.setTimeZone(TimeZone.getTimeZone(zone));
		return format;
	}

	/** Instants 1970 to 2099: leap days, ends of years, the hours around clock changes, and any others. */
	private static long instant(String zone, Random random) {
		long any = (long) (random.nextDouble() * (instantOfYear(2100) - 86_400_000L));
		switch (random.nextInt(4)) {
			case 0:
				ZoneOffsetTransition change = rulesOf(zone).getRules().nextTransition(Instant.ofEpochMilli(any));
				if (change == null || change.toEpochSecond() * 1000 > instantOfYear(2099)) return any;
				return change.toEpochSecond() * 1000 + (random.nextInt(4 * 3600) - 2 * 3600) * 1000L + random.nextInt(1000);
			case 1:
				int year = 1972 + 4 * random.nextInt(32);
				return Instant.parse(year + "-02-29T00:00:00Z").toEpochMilli() + random.nextInt(86_400_000);
			case 2:
				int ending = 1970 + random.nextInt(129);
				return Instant.parse(ending + "-12-31T12:00:00Z").toEpochMilli() + random.nextInt(86_400_000);
			default:
				return any;
		}
	}

	private static long instantOfYear(int year) {
		return Instant.parse(year + "-01-01T00:00:00Z").toEpochMilli();
	}

	private static ZoneId rulesOf(String zone) {
		return ZoneId.of(zone, ZoneId.SHORT_IDS);
	}
}
