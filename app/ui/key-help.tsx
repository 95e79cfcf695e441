import { Keyboard } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { useKeys } from "./use-keys";

export interface KeyLine {
  keys: readonly string[];
  does: string;
}

const ALWAYS: readonly KeyLine[] = [
  { keys: ["?"], does: "列出这一页的按键" },
  { keys: ["/"], does: "跳到查找框" },
  { keys: ["Tab"], does: "到下一个可操作的地方" },
  { keys: ["Esc"], does: "关上弹出的窗口" },
];

/** `?` lists the keys of the page; `/` jumps to its search field. The button shows it to those who use a mouse. */
export function KeyHelp({ keys = [] }: { keys?: readonly KeyLine[] }) {
  const [open, setOpen] = useState(false);
  useKeys({
    "?": () => setOpen(true),
    "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
  });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="这一页的按键"
      trigger={
        <Button type="button" look="quiet" icon={<Keyboard aria-hidden className="size-4" />} className="touch:hidden">
          按键
        </Button>
      }
    >
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
