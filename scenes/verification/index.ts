// All verification tests in the order of the report.
import type { VerificationCase } from './case';
import { fieldCases } from './fields';
import { flowCases } from './flow';
import { IMO_CASES } from './imo';
import { smokeCases } from './smoke';
import { toxicityCases } from './toxicity';
import { zoneCases } from './zone';

export const ALL_CASES: VerificationCase[] = [...IMO_CASES, ...zoneCases, ...flowCases, ...toxicityCases, ...smokeCases, ...fieldCases];
export type { Family, Outcome, Series, VerificationCase } from './case';
