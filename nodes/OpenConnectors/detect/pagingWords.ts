/*
 * How APIs call what pages their lists, as plain names: what dlt, Airbyte manifests and Nango's providers
 * have, and what vendors document.
 */

export const LIMIT_PARAM =
	/^(?:page)?(?:limit|size|count|top|rows|take|num|first|max|length|len|n|amount)$|^(?:max|results|items|records|hits|num|rows|entries)?(?:per|on)?page(?:size|limit|count|length)?max$|(?:limit|per_?page|pagesize|pagelength|maxresults|maxrecords|maxitems|batchsize|maxpagesize|pagerecords)$/;
export const PAGE_PARAM =
	/^(?:page|pagenumber|pagenum|pageno|pageindex|currentpage|p|pg|paged|pagenr)$/;
export const OFFSET_PARAM =
	/^(?:page)?(?:offset|skip|start|from|begin)$|offset$|^start(?:at|index|position|row|record|from)$|^firstresult$|^skip(?:count|token)?$/;
export const CURSOR_PARAM =
	/cursor$|cursormark$|^(?:page)?(?:after|next|marker|bookmark|continue)$|^(?:starting|start|search)after$|^(?:next)?(?:page|pagination|continuation|next)token$|continuation$|^scrollid$|^pageinfo$|^(?:after|last|since|from)id$|^(?:exclusive)?(?:start|last|next)key$|^iterator$|^nextpage(?:id)?$|^position$|^skiptoken$/;
/** The id of the last record goes there. */
export const LAST_ID_PARAM =
	/^(?:starting|start)?after(?:id)?$|^(?:last|since|from)id$|^pageafter$/;

export const NEXT_LINK =
	/^(?:odata)?next(?:page|records|results|batch|set)?(?:url|uri|link|href|path)?$/;
export const LINK_WORD = /(?:url|uri|link|href|path)$/;

/** The likeliest first. */
export const CURSORS: readonly RegExp[] = [
	/^next(?:page)?(?:cursor|token|marker|bookmark|key|continuation|iterator|scrollid)|^next(?:continuation|pagination)token|^cursornext/,
	/^(?:endcursor|aftercursor|cursorafter|startingafter|searchafter|lastevaluatedkey)$/,
	/^next(?:page)?(?:id|offset|start|startat|position|info|value|params?|page)?$/,
	/^(?:after|pagetoken|continuationtoken|continuation|scrollid|bookmark|marker|iterator|cursormark|pageinfo|lastkey|resumetoken|paginationtoken|cursor|cursors|skiptoken)$/,
	/^offset$/,
];

export const HAS_MORE =
	/^(?:has|is|are|there)?(?:more|truncated|next)(?:page|pages|items|results|records|data|rows|entries)*(?:available|exists|exist|incollection|remaining)?$/;
export const AT_END =
	/^(?:is|at)?(?:last|end|done|finished|exhausted|complete|completed)(?:page|batch|chunk)?$|^endof(?:stream|list|data|results|records)$|^nomore/;

export const PAGES_TOTAL =
	/^(?:total|num|nb|max|last|numberof|countof)page(?:s|number|count)?$|^pages?(?:count|total|s)?$|^pages$|^totalpagecount$|^pagetotal$/;
export const PAGE_ECHO =
	/^(?:page|pagenumber|pagenum|pageno|pageindex|currentpage|current|number)$/;
export const OFFSET_ECHO = /^(?:offset|skip|start|startat|startindex|startposition|from)$/;
export const LIMIT_ECHO = /(?:limit|perpage|pagesize|maxresults|size|count|top|itemsperpage)$/;

const THINGS =
	'count|items?|results?|entries|elements|records?|size|hits|numbers?|rows?|objects?|matches|found|available|rowcount|resultcount';
const TOTAL = new RegExp(
	`^(?:total|overall|full|all)(?:${THINGS})*$|^(?:${THINGS})+total$|^(?:numfound|nbhits|odatacount|numresults|numrecords|totalno|rowcount|itemcount|recordcount|resultcount|resultscount|objectcount|filtercount|filteredcount|matchcount|matches|hitcount|recordsfiltered|recordstotal|gesamt|gesamtzahl|count)$`,
);

/** @param resources what the records may be called, plain and singular */
export function isTotal(name: string, resources: ReadonlySet<string>): boolean {
	if (TOTAL.test(name)) return true;
	const [, of = ''] =
		/^(?:total|num|count)(\p{L}+)$/u.exec(name) ?? /^(\p{L}+)count$/u.exec(name) ?? [];
	return [...resources].some(
		(resource) => of.startsWith(resource.slice(0, -1)) && of.length <= resource.length + 2,
	);
}

export const PAGES_HEADER =
	/(?:^x?pages|totalpages?|pagecount|pagestotal|numpages|totalpagecount)$/;
export const TOTAL_HEADER =
	/(?:^x?(?:total|records|count)|totalcount|totalitems|totalrecords|totalresults|totalentries|itemcount|recordcount|paginationcount|paginationtotal|wptotal|resultcount)$/;
export const CURSOR_HEADER =
	/^(?:x|xms)?(?:pagination)?(?:nextcursor|nexttoken|continuation|continuationtoken|nextpagetoken|pagetoken|nextcontinuationtoken|paginationnext|nextpage|afterid)$/;
