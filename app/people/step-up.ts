// What passes between the guard and the page that asks once more who is here.

export const PROOF_FIELD = "_proof";
export type StepUp = { stepUp: { fields: [string, string][]; error: string } };

export const isStepUp = (value: unknown): value is StepUp => typeof value === "object" && value !== null && "stepUp" in value;
