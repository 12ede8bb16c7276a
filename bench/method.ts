/** The parts of the page that do not depend on figures. */
export const WHY_NOT = `## What stands in the way

**Of being faster than every peer.** Two strategies of Activepieces and n8n's Airtable and Salesforce triggers compare one date a record, or nothing, and remember next to nothing. That is less than "\`JSON.parse\`, id, date, Map", which is the least for an engine that tells versions apart. The last table above shows what it costs: each of them loses or repeats where ours does not, in four to nine of the nine columns.

**Of 1.15 × through n8n.** A server next door answers in the time that its JSON takes to read, and then events cost about as much again: the date fields, the \`eventId\`, the items. A poll that makes no events, or a provider that is a network away, shows how little of a poll that is.

**A long rush.** While more turns up than a poll may return, up to 10,000 records that changed of late are remembered instead of 2,000, so that nothing comes twice from a list that moves. Reading and writing them takes several milliseconds a poll; that is most of "in polls of 500".`;

export const METHOD = `## How it is measured

Every row has a process of its own, which runs what \`tsc\` makes of the sources with the project's settings.

**Records.** Contacts as a CRM sends them: 28 fields, 1 kB of JSON, dates as \`yyyy-MM-dd HH:mm:ss\`, five changes a second, in pages of 500. "Young" are records changed within lookback and allowance (65 minutes) of the poll; they may come again, those of the last seconds with other content under the same stamp. Five changes a second make a fifth of 100,000 records young; in the row "every record young" there are fifty.

**Time.** The texts of all answers are in memory. Reading their JSON is part of every engine's time. A round measures the engine, \`JSON.parse\` of the same texts with the records kept, and \`JSON.parse\` with every page dropped, one after the other, each after a garbage collection; ratios are taken within a round. Engines whose API wraps records differently read other texts, and are compared with \`JSON.parse\` of theirs. Peak memory is that of the process after the first poll, texts included.

**Quiet poll.** The node in n8n-core's \`PollContext\`. The answer holds the records of the lookback, all known.

**Backlog.** The scan, 500 items a poll, the state written as JSON and read again between polls. Pages are written when they are asked for, in the same process. Of five processes, the one with the median peak.

**Through n8n.** The node in n8n-core's \`PollContext\`, n8n's own \`httpRequestWithAuthentication\`, and a server in a process of its own. The bare loop sends the same requests through the same function. The pauses by which the node keeps to Insightly's ten requests a second are left out, here and in the quiet poll.

**Lost and repeated.** A provider on virtual time: 200 old records, then 30 minutes in which records are created and edited in equal parts, a change every two seconds, then 40 quiet minutes. One poll a minute; a request takes 200 ms. Stamps are whole seconds. "Late by 30 s": lists show a change 30 seconds after its stamp. "Clock": the provider's clock, and so its stamps, differ from the poller's. "Future date": one record is stamped a day ahead; it is edited later, with an ordinary stamp. "State put back": twice, a poll finds the state as it was one poll earlier, as when n8n is stopped before it saves. The items of the poll in between are then due again: n8n may have lost them together with the state.`;

export const PEERS = `## How the others are set up

They run unchanged, from their published packages. n8n's triggers get a \`this\` whose HTTP functions answer from memory, and keep their static data as n8n's default engine does: what a poll has written stays, even when it throws. Each is set up to see new and edited records.

- **Activepieces, TIMEBASED.** \`pollingHelper\` brings the rule, the author of a piece brings the records: here all that were updated at or after \`lastFetchEpochMS\`, by updated time.
- **Activepieces, LAST_ITEM.** All records, newest first, with id and updated time as the item's id, because the id alone would hide edits. When the last item was itself edited, the strategy hands out the whole list. It keeps no other state.
- **n8n Airtable Trigger** (version 1). The trigger field is one of last modified time. The trigger does not compare records: it hands out whatever the filter lets through. Airtable's \`IS_AFTER\` leaves out the moment itself.
- **n8n Salesforce Trigger** (version 1.1). One trigger tells of created records, another of updated ones; two triggers feed one workflow, and their items are counted together. In the table of times there is the one for updated records. It asks 15 minutes back and remembers 10,000 versions.
- **n8n Notion Trigger** (version 1.1). "Page Updated in Database", not simplified. The page size that it asks for is 10; its first request of a poll is for one record.

In the table of times all get pages of 500, whatever page size they ask for; in the other they get what they ask for. Lists stay as they were while these five page through them. Ours gets a list that moves meanwhile, as \`skip\` and \`top\` make it. It is not told when stamps come in minutes; it takes them for seconds, and does not see an edit that gets the minute of one it has read. n8n does not retry a request that failed, and neither does Activepieces; our node does, within the poll.`;
