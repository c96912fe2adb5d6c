import { oc } from '@orpc/contract';
import { studioErrors } from './errors.ts';

/** Every procedure may fail with every studio error. */
export const procedure = oc.errors(studioErrors);
