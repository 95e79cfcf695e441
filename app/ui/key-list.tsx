import { Dialog } from "./dialog";
import type { KeyLine } from "./key-help";

const ALWAYS: readonly KeyLine[] = [
  { keys: ["?"], does: "列出这一页的按键" },
  { keys: ["/"], does: "跳到查找框" },
  { keys: ["Tab"], does: "到下一个可操作的地方" },
  { keys: ["Esc"], does: "关上弹出的窗口" },
];

/** The keys of a page, those that every page has behind its own. */
export function KeyList({
  keys,
  open,
  onOpenChange,
}: {
  keys: readonly KeyLine[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="这一页的按键">
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-2">
        {[...keys, ...ALWAYS].map((line) => (
          <div key={line.does} className="contents">
            <dt className="flex gap-1">
              {line.keys.map((key) => (
                <kbd key={key} className="rounded border border-edge bg-sunk px-2 font-mono text-sm">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{line.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
