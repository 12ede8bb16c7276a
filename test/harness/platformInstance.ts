import type { Sandbox } from '../../sandbox/server';

/** The instance of an element at the stand-in of the platform. */
export function instanceOf(sandbox: Sandbox, element: string) {
	const found = sandbox.platform.instances().find((one) => one.element.key === element);
	if (!found) throw new Error(`There is no instance of ${element}`);
	return found;
}

/** Somebody configures an instance at the platform, which keeps texts as they are. */
export async function configureInstance(
	sandbox: Sandbox,
	element: string,
	configuration: Readonly<Record<string, unknown>>,
): Promise<void> {
	const { userSecret, organizationSecret } = sandbox.platform.credential;
	const { id } = instanceOf(sandbox, element);
	const answer = await fetch(`${sandbox.platform.baseUrl}/elements/api-v2/instances/${id}`, {
		method: 'PATCH',
		headers: {
			authorization: `User ${userSecret}, Organization ${organizationSecret}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ configuration }),
	});
	if (!answer.ok) throw new Error(await answer.text());
}
