import { Form, useLocation } from "@remix-run/react";
import { clsx } from "clsx";
import { type Voice, withoutVoice } from "./display-preference";
import { useDisplayPreference } from "./display-switch";

const WORDS: readonly { voice: Voice; word: string; note?: string }[] = [
  { voice: "child", word: "孩子", note: "6–12 岁" },
  { voice: "adult", word: "大人" },
  { voice: "elder", word: "老人", note: "大字" },
];

/**
 * For whom the words are. Works without script: it posts to /display and comes back; the choice stays on the device.
 */
export function VoiceSwitch({ className }: { className?: string }) {
  const { voice } = useDisplayPreference();
  const { pathname, search } = useLocation();
  return (
    <Form method="post" action="/display" preventScrollReset className={className}>
      <input type="hidden" name="back" value={withoutVoice(pathname + search)} />
      <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <legend className="float-left py-1 text-muted">给谁看</legend>
        <div className="flex overflow-hidden rounded-md border border-line bg-card">
          {WORDS.map((one) => (
            <button
              key={one.voice}
              name="voice"
              value={one.voice}
              aria-pressed={voice === one.voice}
              className={clsx(
                "min-h-tap whitespace-nowrap border-l border-line px-3 first:border-l-0",
                voice === one.voice
                  ? "bg-bronze-soft font-semibold text-ink"
                  : "text-muted hover:bg-sunk hover:text-ink",
              )}
            >
              {one.word}
              {one.note && <span className="text-sm font-normal"> {one.note}</span>}
            </button>
          ))}
        </div>
      </fieldset>
    </Form>
  );
}
