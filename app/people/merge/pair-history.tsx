import { formatDateTime } from "~/ui/format";
import { Section } from "~/ui/section";

const WORDS: Record<string, string> = {
  proposed: "提出合并",
  refused: "核对后不合并",
  merged: "核对后合并",
  undone: "撤销合并",
  different: "判定不是同一个人",
};

/** Who said what of the pair, oldest first. */
export function PairHistory({
  said,
}: {
  said: readonly { id: string; act: string; reason: string; at: Date | string; who: string }[];
}) {
  return (
    <Section title="经过">
      <ol className="grid gap-2">
        {said.map((one) => (
          <li key={one.id} className="grid gap-0.5 border-l-2 border-line pl-3">
            <span className="font-medium">
              {WORDS[one.act] ?? one.act}
              <span className="ml-2 font-normal text-muted">
                {one.who} · {formatDateTime(one.at)}
              </span>
            </span>
            <span>{one.reason}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
