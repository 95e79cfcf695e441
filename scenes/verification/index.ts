// All verification tests in the order of the report.
import type { VerificationCase } from "./case";
import { CURVE_CASES } from "./curves";
import { ENGINEERING_CASES } from "./engineering";
import { fieldCases } from "./fields";
import { flowCases } from "./flow";
import { IMO_CASES } from "./imo";
import { NIST_CASES } from "./nist";
import { resuscitationCases } from "./resuscitation";
import { RIMEA_CASES } from "./rimea";
import { roomFireCases } from "./room-fires";
import { smokeCases } from "./smoke";
import { toxicityCases } from "./toxicity";
import { zoneCases } from "./zone";

export const ALL_CASES: readonly VerificationCase[] = [
  ...IMO_CASES,
  ...RIMEA_CASES,
  ...NIST_CASES,
  ...CURVE_CASES,
  ...ENGINEERING_CASES,
  ...zoneCases,
  ...flowCases,
  ...roomFireCases,
  ...smokeCases,
  ...toxicityCases,
  ...fieldCases,
  ...resuscitationCases,
];
export type { Family, Outcome, Series, VerificationCase } from "./case";
