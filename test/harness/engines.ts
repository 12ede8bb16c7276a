/** The two polling engines of n8n. */
export const ENGINES = ['in-memory', 'durable'] as const;
export type EngineName = (typeof ENGINES)[number];
