import { useRouteLoaderData } from "@remix-run/react";
import { clsx } from "clsx";
import { ALargeSmall } from "lucide-react";
import { DisplayForm } from "./display-form";
import { DEFAULT_DISPLAY, type DisplayPreference } from "./display-preference";

/** What the root loader read from the cookie. */
export function useDisplayPreference(): DisplayPreference {
  const root = useRouteLoaderData("root") as { display?: DisplayPreference } | undefined;
  return root?.display ?? DEFAULT_DISPLAY;
}

/** One press: large type on or off. */
export function LargeTypeSwitch({ className }: { className?: string }) {
  const { type } = useDisplayPreference();
  const large = type === "large";
  return (
    <DisplayForm>
      <button
        name="type"
        value={large ? "normal" : "large"}
        className={clsx(
          "inline-flex min-h-tap items-center gap-1.5 whitespace-nowrap rounded-md px-2 text-ink hover:bg-sunk",
          className,
        )}
      >
        <ALargeSmall aria-hidden className="size-5 large:max-sm:hidden" />
        {large ? "标准字" : "大字版"}
      </button>
    </DisplayForm>
  );
}

const THEME_WORDS = [
  { value: "system", word: "随系统" },
  { value: "light", word: "浅色" },
  { value: "dark", word: "深色" },
] as const;

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const { theme } = useDisplayPreference();
  return (
    <DisplayForm>
      <fieldset className="flex flex-wrap items-center gap-1">
        <legend className="sr-only">明暗</legend>
        {THEME_WORDS.map(({ value, word }) => (
          <button
            key={value}
            name="theme"
            value={value}
            aria-pressed={theme === value}
            className={clsx(
              "min-h-tap rounded-md px-2 text-sm",
              theme === value
                ? "font-semibold text-ink underline decoration-bronze decoration-2 underline-offset-4"
                : "text-muted hover:text-ink",
            )}
          >
            {word}
          </button>
        ))}
      </fieldset>
    </DisplayForm>
  );
}
