import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { Level } from "./tokens";

/** The scale's colours by the code that a rule row gives a level. */
const LEVEL_OF_CODE: Record<string, Level> = { red: 1, orange: 2, yellow: 3, blue: 4, green: 5 };

/** 'red' → 1 … 'green' → 5; a code without a colour is told as the middle one, its word stands on it anyway. */
export function toLevel(code: string): Level {
  return LEVEL_OF_CODE[code] ?? 3;
}

const LOOKS: Record<Level, string> = {
  1: "bg-level-1 text-level-1-on",
  2: "bg-level-2 text-level-2-on",
  3: "bg-level-3 text-level-3-on",
  4: "bg-level-4 text-level-4-on",
  5: "bg-level-5 text-level-5-on",
};

export interface LevelTileProps {
  name: ReactNode;
  /** Which colour of the scale; the rule row decides which level wears it. */
  level: Level;
  /** The level's own word: 红, 橙, 黄, 蓝 or what the rule row says. It is always on the tile. */
  word: string;
  value?: ReactNode;
  to?: string;
}

/** A district's state: a tile, never a round or triangular sign, with the level's word on it. */
export function LevelTile({ name, level, word, value, to }: LevelTileProps) {
  const body = (
    <>
      <span className="flex items-start justify-between gap-2">
        <span className="font-medium">{name}</span>
        <span className="rounded-sm border border-current px-1.5 text-sm leading-snug">{word}</span>
      </span>
      {value !== undefined && <span className="text-xl font-semibold">{value}</span>}
    </>
  );
  const look = clsx("grid min-h-[5rem] content-between gap-2 rounded p-3", LOOKS[level]);
  if (!to) return <div className={look}>{body}</div>;
  return (
    <Link to={to} className={clsx(look, "no-underline hover:underline")}>
      {body}
    </Link>
  );
}

/** The word alone on its colour, for a table cell. */
export function LevelWord({ level, word }: { level: Level; word: string }) {
  return (
    <span className={clsx("inline-block min-w-[2.5em] rounded-sm px-2 text-center text-sm font-medium", LOOKS[level])}>
      {word}
    </span>
  );
}
