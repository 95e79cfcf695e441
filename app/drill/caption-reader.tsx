import { Volume2, VolumeX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Texts } from "#scenes/stage/hud/words";
import type { PlaySession } from "#scenes/stage/play/session";
import { Button } from "~/ui/button";
import { SPEECH_WORDS, useChineseVoice } from "~/ui/read-aloud";
import { speak } from "~/ui/speech";

/** 读给我听 inside a drill: once pressed, each new caption is read, the newest first in line; pressed again it is quiet. */
export function CaptionReader({
  session,
  texts,
  slow,
  onStage = false,
}: {
  session: PlaySession;
  texts: Texts;
  slow: boolean;
  onStage?: boolean;
}) {
  const { state, voice } = useChineseVoice();
  const [on, setOn] = useState(false);
  const [told, setTold] = useState(false);
  const begun = useRef(false);
  useEffect(() => () => void (begun.current && speechSynthesis.cancel()), []);
  useEffect(() => {
    if (!on || !voice) return;
    return session.onTick((view) => {
      if (!view.captions.length) return;
      // What is an old story by now is not told any more.
      if (speechSynthesis.pending) speechSynthesis.cancel();
      speak(
        view.captions.map((c) => texts[c.text] ?? c.text),
        voice,
        { slow },
      );
    });
  }, [on, voice, session, texts, slow]);
  if (state === "unknown") return null;
  const press = () => {
    if (!voice) return setTold(true);
    begun.current = true;
    speechSynthesis.cancel();
    if (!on)
      speak(
        session.captions.slice(0, 1).map((c) => texts[c.text] ?? c.text),
        voice,
        { slow },
      );
    setOn(!on);
  };
  return (
    <div className="grid max-w-[16rem] justify-items-start gap-1">
      <Button
        onClick={press}
        aria-pressed={on}
        className={onStage ? "border-[#fbf8f1]/25 bg-[#14130f]/70 text-[#fbf8f1] hover:bg-[#14130f]/90" : undefined}
        icon={on ? <VolumeX aria-hidden className="size-5" /> : <Volume2 aria-hidden className="size-5" />}
      >
        {on ? "不读了" : "读给我听"}
      </Button>
      <p
        role="status"
        className={
          onStage
            ? "rounded bg-[#14130f]/75 px-2 text-sm text-[#fbf8f1] empty:hidden"
            : "text-sm text-muted empty:hidden"
        }
      >
        {told && SPEECH_WORDS[state]}
      </p>
    </div>
  );
}
