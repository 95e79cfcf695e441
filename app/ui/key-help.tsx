import { Keyboard } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";
import { useKeys } from "./use-keys";
import { useOnDemand } from "./use-on-demand";

export interface KeyLine {
  keys: readonly string[];
  does: string;
}

const load = () => import("./key-list").then((file) => file.KeyList);

/** `?` lists the keys of the page; `/` jumps to its search field. The button shows it to those who use a mouse. */
export function KeyHelp({ keys = [] }: { keys?: readonly KeyLine[] }) {
  const { part: KeyList, bring } = useOnDemand(load);
  const [open, setOpen] = useState(false);
  const show = () => {
    if (!KeyList) bring();
    setOpen(true);
  };
  useKeys({
    "?": show,
    "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
  });
  return (
    <>
      <Button
        type="button"
        look="quiet"
        icon={<Keyboard aria-hidden className="size-4" />}
        className="touch:hidden"
        aria-haspopup="dialog"
        onClick={show}
      >
        按键
      </Button>
      {KeyList && <KeyList keys={keys} open={open} onOpenChange={setOpen} />}
    </>
  );
}
