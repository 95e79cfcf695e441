// What passes between the guard and the page that asks once more who is here.

export const PROOF_FIELD = "_proof";
/** `act`: what is asked for, in words. `fields`: the form as it was sent. */
export type StepUp = { stepUp: { act: string; fields: [string, string][]; error: string } };

export const isStepUp = (value: unknown): value is StepUp =>
  typeof value === "object" && value !== null && "stepUp" in value;
