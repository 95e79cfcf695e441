// The shipped rule rows, parsed once. Rows that a region adds later come beside them and win by being more specific or
// later.
import { RuleFile, type Rule } from "#content/schema/rule";
import { ruleFiles } from "#content/rules/index";

let shipped: readonly Rule[] | null = null;

export function loadRules(): readonly Rule[] {
  shipped ??= Object.freeze(ruleFiles.flatMap((file) => RuleFile.parse(file).rules));
  return shipped;
}
