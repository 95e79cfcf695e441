import { Keyboard } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "./button";
import { useKeys } from "./use-keys";

export interface KeyLine {
  keys: readonly string[];
  does: string;
}

const KeyList = lazy(() => import("./key-list").then((list) => ({ default: list.KeyList })));

/** `?` lists the keys of the page; `/` jumps to its search field. The button shows it to those who use a mouse. */
export function KeyHelp({ keys = [] }: { keys?: readonly KeyLine[] }) {
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const show = () => {
    setAsked(true);
    setOpen(true);
  };
  useKeys({
    "?": show,
    "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
  });
  return (
    <>
      <Button type="button" look="quiet" icon={<Keyboard aria-hidden className="size-4" />} className="touch:hidden" aria-haspopup="dialog" onClick={show}>
        按键
      </Button>
      {asked && <Suspense><KeyList keys={keys} open={open} onOpenChange={setOpen} /></Suspense>}
    </>
  );
}
