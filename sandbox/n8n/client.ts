/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { z } from 'zod';
import { Execution, isFinished } from './executions';
import { drawOwner, type Owner } from './owner';
import { RestSession } from './rest';
import { type CredentialReference, type PollWorkflow, toWorkflow } from './workflow';

const SETTLE_MS = 60_000;
const PROBE_MS = 250;

const PublicationStatus = z.object({
	status: z.enum(['published', 'partial', 'failed', 'in_progress', 'not_published']),
	triggers: z.array(
		z.object({ nodeId: z.string(), status: z.string(), errorMessage: z.string().nullable() }),
	),
});
export type PublicationStatus = z.infer<typeof PublicationStatus>;

const CredentialTest = z.object({ status: z.enum(['OK', 'Error']), message: z.string() });
export type CredentialTest = z.infer<typeof CredentialTest>;

const Workflow = z.object({
	id: z.string(),
	active: z.boolean(),
	nodes: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type Workflow = z.infer<typeof Workflow>;

/** What the editor holds of a workflow, as it sends it. */
const SavedWorkflow = z.object({
	id: z.string(),
	name: z.string(),
	nodes: z.array(z.unknown()),
	connections: z.unknown(),
	settings: z.unknown(),
});

const InstalledPackage = z.object({
	packageName: z.string(),
	installedVersion: z.string(),
	/** Present where the registry has a newer one. */
	updateAvailable: z.string().optional(),
	/** Whether its nodes are missing; told by the list alone. */
	failedLoading: z.boolean().optional(),
	installedNodes: z.array(z.object({ type: z.string() })),
});
export type InstalledPackage = z.infer<typeof InstalledPackage>;

const wrapped = <Shape extends z.ZodTypeAny>(shape: Shape) => z.object({ data: shape });

async function sleep(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Drives a running n8n over its HTTP APIs as its owner. */
export class N8nClient {
	private constructor(
		private readonly session: RestSession,
		/** Who logs in to the editor. */
		readonly owner: Owner,
	) {}

	/** Creates the owner of a fresh n8n and an API key for everything this client does. */
	static async setUp(url: string): Promise<N8nClient> {
		const session = new RestSession(url);
		const owner = drawOwner();
		await session.send({ method: 'POST', path: '/rest/owner/setup', body: owner }, z.unknown());
		const { data: scopes } = await session.send(
			{ path: '/rest/api-keys/scopes' },
			wrapped(z.array(z.string())),
		);
		const { data: key } = await session.send(
			{
				method: 'POST',
				path: '/rest/api-keys',
				body: { label: 'sandbox', scopes, expiresAt: null },
			},
			wrapped(z.object({ rawApiKey: z.string() })),
		);
		session.useApiKey(key.rawApiKey);
		return new N8nClient(session, owner);
	}

	/** A page that only who is logged in gets. */
	async open(path: string): Promise<Response> {
		return await this.session.open(path);
	}

	/**
	 * Presses "Connect" of an OAuth2 credential and goes through the pages that follow.
	 * @returns the page that n8n ends with, or the provider's where it does not lead back.
	 */
	async connectCredential({ id }: CredentialReference): Promise<string> {
		const { data: address } = await this.session.send(
			{ path: `/rest/oauth2-credential/auth?id=${id}` },
			wrapped(z.string()),
		);
		const provider = await fetch(address, { redirect: 'manual' });
		const back = provider.headers.get('location');
		if (!back) return await provider.text();
		return await (await this.session.open(back)).text();
	}

	async createCredential(
		name: string,
		type: string,
		data: Readonly<Record<string, string>>,
	): Promise<CredentialReference> {
		const { data: created } = await this.session.send(
			{ method: 'POST', path: '/rest/credentials', body: { name, type, data } },
			wrapped(z.object({ id: z.string() })),
		);
		return { id: created.id, name };
	}

	/** What the "Test" button of the editor would say. */
	async testCredential({ id }: CredentialReference): Promise<CredentialTest> {
		return await this.session.send(
			{ method: 'POST', path: `/api/v1/credentials/${id}/test` },
			CredentialTest,
		);
	}

	/** Presses that button, as n8n 1 has nothing else; a credential that is a login has none. */
	async pressTest({ id }: CredentialReference): Promise<CredentialTest> {
		const { data: credentials } = await this.session.send(
			{ path: `/rest/credentials/${id}?includeData=true` },
			wrapped(z.object({ id: z.string(), name: z.string(), type: z.string(), data: z.unknown() })),
		);
		const { data } = await this.session.send(
			{ method: 'POST', path: '/rest/credentials/test', body: { credentials } },
			wrapped(CredentialTest),
		);
		return data;
	}

	async createWorkflow(workflow: PollWorkflow): Promise<Workflow> {
		return await this.importWorkflow(toWorkflow(workflow));
	}

	/** @param workflow as the editor exports one */
	async importWorkflow(workflow: object): Promise<Workflow> {
		return await this.session.send(
			{ method: 'POST', path: '/api/v1/workflows', body: workflow },
			Workflow,
		);
	}

	/**
	 * Publishes a workflow and waits until n8n has activated its trigger or given up on it (which takes about
	 * 15 s), up to a minute.
	 */
	async publish(workflowId: string): Promise<PublicationStatus> {
		await this.session.send(
			{ method: 'POST', path: `/api/v1/workflows/${workflowId}/publish`, body: {} },
			z.unknown(),
		);
		const deadline = Date.now() + SETTLE_MS;
		for (;;) {
			const status = await this.publicationStatus(workflowId);
			const settled = !['in_progress', 'not_published'].includes(status.status);
			if (settled || Date.now() > deadline) return status;
			await sleep(PROBE_MS);
		}
	}

	/** Publishes a workflow of n8n 1, which answers when the trigger is active or refuses. */
	async activate(workflowId: string): Promise<Workflow> {
		return await this.session.send(
			{ method: 'POST', path: `/api/v1/workflows/${workflowId}/activate`, body: {} },
			Workflow,
		);
	}

	async unpublish(workflowId: string): Promise<void> {
		await this.session.send(
			{ method: 'POST', path: `/api/v1/workflows/${workflowId}/unpublish`, body: {} },
			z.unknown(),
		);
	}

	async publicationStatus(workflowId: string): Promise<PublicationStatus> {
		const { data } = await this.session.send(
			{ path: `/rest/workflows/${workflowId}/publication-status` },
			wrapped(PublicationStatus),
		);
		return data;
	}

	/** All executions of a workflow with their data, oldest first. */
	async executions(workflowId: string): Promise<Execution[]> {
		const page = z.object({ data: z.array(Execution), nextCursor: z.string().nullish() });
		const found: Execution[] = [];
		for (let cursor = ''; ; ) {
			const { data, nextCursor } = await this.session.send(
				{
					path: `/api/v1/executions?workflowId=${workflowId}&includeData=true&limit=100${cursor}`,
				},
				page,
			);
			found.push(...data);
			if (!nextCursor) break;
			cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
		}
		return found.reverse();
	}

	/** How many executions of a workflow ended so. */
	async countExecutions(workflowId: string, status: 'success' | 'error'): Promise<number> {
		const page = z.object({ data: z.array(z.unknown()), nextCursor: z.string().nullish() });
		let count = 0;
		for (let cursor = ''; ; ) {
			const { data, nextCursor } = await this.session.send(
				{
					path: `/api/v1/executions?workflowId=${workflowId}&status=${status}&limit=250${cursor}`,
				},
				page,
			);
			count += data.length;
			if (!nextCursor) return count;
			cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
		}
	}

	/** Finished executions of a workflow with a greater number than `after`, with their data, oldest first. */
	async executionsAfter(workflowId: string, after: number): Promise<Execution[]> {
		const listed = await this.session.send(
			{ path: `/api/v1/executions?workflowId=${workflowId}&limit=100` },
			z.object({ data: z.array(z.object({ id: z.coerce.number(), status: z.string() })) }),
		);
		const fresh = listed.data.filter(({ id }) => id > after).reverse();
		const unfinished = fresh.findIndex((execution) => !isFinished(execution));
		const ready = unfinished < 0 ? fresh : fresh.slice(0, unfinished);
		return await Promise.all(ready.map(async ({ id }) => await this.execution(String(id))));
	}

	/** Runs an execution that failed or crashed once more, and waits for its end. */
	async retry(id: string): Promise<void> {
		await this.session.send(
			{ method: 'POST', path: `/api/v1/executions/${id}/retry`, body: {} },
			z.unknown(),
		);
	}

	/** An execution with its data. n8n 1 saves that it succeeded a moment before what it did. */
	async execution(id: string): Promise<Execution> {
		const path = `/api/v1/executions/${id}?includeData=true`;
		const deadline = Date.now() + SETTLE_MS;
		for (;;) {
			const execution = await this.session.send({ path }, Execution);
			const runs = Object.keys(execution.data?.resultData.runData ?? {});
			if (execution.status !== 'success' || runs.length > 0 || Date.now() > deadline)
				return execution;
			await sleep(PROBE_MS);
		}
	}

	/**
	 * Presses "Fetch Test Event" on the node named and waits for the result, up to a minute.
	 * @returns the manual execution with its data.
	 */
	async fetchTestEvent(workflowId: string, nodeName: string): Promise<Execution> {
		// n8n 1 runs what it is sent, as the editor shows it; n8n 2 runs what is saved.
		const workflowData = await this.session.send(
			{ path: `/api/v1/workflows/${workflowId}` },
			SavedWorkflow,
		);
		const { data } = await this.session.send(
			{
				method: 'POST',
				path: `/rest/workflows/${workflowId}/run`,
				body: { workflowData, triggerToStartFrom: { name: nodeName } },
			},
			wrapped(z.object({ executionId: z.string() })),
		);
		const deadline = Date.now() + SETTLE_MS;
		for (;;) {
			const execution = await this.execution(data.executionId);
			if (isFinished(execution) || Date.now() > deadline) return execution;
			await sleep(PROBE_MS);
		}
	}

	/** The community packages that n8n has installed, as the settings page lists them. */
	async installedPackages(): Promise<InstalledPackage[]> {
		const { data } = await this.session.send(
			{ path: '/rest/community-packages' },
			wrapped(z.array(InstalledPackage)),
		);
		return data;
	}

	/**
	 * Has n8n install a community package, or another version of one that it has, from the registry.
	 * @param name as it is entered in the settings, with `@` and a version or tag behind it if need be
	 */
	async installPackage(name: string): Promise<InstalledPackage> {
		return await this.changePackage('POST', { name });
	}

	async updatePackage(name: string, version: string): Promise<InstalledPackage> {
		return await this.changePackage('PATCH', { name, version });
	}

	private async changePackage(method: 'POST' | 'PATCH', body: object): Promise<InstalledPackage> {
		const { data } = await this.session.send(
			{ method, path: '/rest/community-packages', body },
			wrapped(InstalledPackage),
		);
		return data;
	}

	/** The rows of a data table, oldest first; none where there is no such table. */
	async tableRows(name: string): Promise<Array<Record<string, unknown>>> {
		const list = z.object({ data: z.array(z.record(z.unknown())) });
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const tables = await this.session.send({ path: `/api/v1/data-tables?filter=${filter}` }, list);
		const id = tables.data.find((table) => table.name === name)?.id;
		if (typeof id !== 'string') return [];
		const path = `/api/v1/data-tables/${id}/rows?limit=100&sortBy=id%3Aasc`;
		return (await this.session.send({ path }, list)).data;
	}
}
