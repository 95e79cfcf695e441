import type { BasisCertainty } from "#content/schema/basis";
import type { QuestionResult } from "./result";

const CERTAINTY_WORDS: Partial<Record<BasisCertainty, string>> = { secondary: "转引，原文待核", unchecked: "依据待核" };

/** After the answer: right or not in words, why, and where it is written. */
export function ResultNote({ result, keyOnly = false }: { result: QuestionResult; keyOnly?: boolean }) {
  const word = keyOnly ? "解析" : result.right ? "答对了" : result.fraction > 0 ? "答对一部分" : "没答对";
  const tone = keyOnly
    ? "border-edge bg-sunk text-ink"
    : result.right
      ? "border-safe bg-safe-soft text-safe-ink"
      : "border-warn bg-warn-soft text-warn-ink";
  return (
    <div role="status" className={`mt-3 max-w-prose rounded border-l-4 px-4 py-3 ${tone}`}>
      <p className="font-medium">{word}</p>
      <p className="mt-1 text-ink">{result.explanation}</p>
      <ul className="mt-1 text-sm text-muted">
        {result.basis.map(({ law, article, edition, certainty }) => {
          const doubt = certainty && CERTAINTY_WORDS[certainty];
          return (
            <li key={law + article}>
              依据：《{law}》{article}（{edition}）{doubt && <strong className="font-medium"> · {doubt}</strong>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
