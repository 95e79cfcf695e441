import { readsFields } from "../parameters";
import type { EvacuateParameters } from "./account";

export const findBadEvacuation = readsFields<EvacuateParameters>({ pass: "number?", crews: "number?" });
