// All verification tests in the order of the report.
import type { VerificationCase } from './case';
import { IMO_CASES } from './imo';

export const ALL_CASES: VerificationCase[] = [...IMO_CASES];
export type { Family, Outcome, Series, VerificationCase } from './case';
