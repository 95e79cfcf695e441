import type { PartProps } from "./part-props";

/** Pairs by one list box for each left item: works alike for finger, key and screen reader. */
export function MatchView({ shown, value, onChange, disabled, result }: PartProps<"match">) {
  const pairs: Record<string, string> =
    value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
  const key: Record<string, string> =
    result && result.key !== null && typeof result.key === "object" && !Array.isArray(result.key) ? result.key : {};
  const pair = (left: string, right: string) => {
    const next = { ...pairs, [left]: right };
    if (right === "") delete next[left];
    onChange(Object.keys(next).length > 0 ? next : null);
  };
  return (
    <div className="grid max-w-prose gap-2">
      {shown.left.map((left) => (
        <label key={left.id} className="grid gap-1 rounded border border-edge bg-card px-3 py-2">
          <span>{left.text}</span>
          <span>
            <select
              value={pairs[left.id] ?? ""}
              disabled={disabled}
              onChange={(event) => pair(left.id, event.target.value)}
              className="min-h-tap w-full rounded border border-edge bg-card px-2 text-ink"
            >
              <option value="">请选择</option>
              {shown.right.map((right) => (
                <option key={right.id} value={right.id}>
                  {right.text}
                </option>
              ))}
            </select>
            {result ? (
              <span className={`text-sm ${key[left.id] === pairs[left.id] ? "text-safe-ink" : "text-forbid-ink"}`}>
                {key[left.id] === pairs[left.id]
                  ? "对"
                  : `应为：${shown.right.find(({ id }) => id === key[left.id])?.text ?? ""}`}
              </span>
            ) : null}
          </span>
        </label>
      ))}
    </div>
  );
}
