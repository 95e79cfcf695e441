// Every kept mutant: a fault of one place that a story must notice. `npm run mutants` tries them; a name a line may
// follow it. `from` stands once in its file (tests/house/mutants.test.ts), `tests` are the stories that must fail.
import { BAD_DAY_MUTANTS } from "./bad-day.mjs";
import { DOOR_MUTANTS } from "./doors.mjs";
import { EXAM_MUTANTS } from "./exam.mjs";
import { HOURS_MUTANTS } from "./hours.mjs";

export const MUTANTS = [...EXAM_MUTANTS, ...HOURS_MUTANTS, ...DOOR_MUTANTS, ...BAD_DAY_MUTANTS];
