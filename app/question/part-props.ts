import type { ShownOf, ShownQuestion } from "#content/schema/shown-question";
import type { Answer } from "./answer";
import type { QuestionResult } from "./result";

/** What each kind's part of the view is given. */
export type PartProps<K extends ShownQuestion["kind"]> = {
  shown: ShownOf<K>;
  value: Answer;
  onChange: (value: Answer) => void;
  disabled: boolean;
  result?: QuestionResult | undefined;
};
