import type { KeyHolding } from "~/platform/key-holding";

export const trainingHoldings: KeyHolding[] = [{ purpose: "class-code", says: "面授签到码", becomes: "passing" }];
