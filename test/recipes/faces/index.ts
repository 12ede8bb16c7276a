import type { Face } from '../face';
import { BUSINESS } from './business';
import { WORK } from './work';

/** The APIs of the recipes, by the names of their pages. */
export const FACES: Readonly<Record<string, Face>> = { ...WORK, ...BUSINESS };
