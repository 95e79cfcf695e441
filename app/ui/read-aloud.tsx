import { Square, Volume2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "./button";
import { useDisplayPreference } from "./display-switch";
import { chooseVoice, speak, type SpeechState, toPieces } from "./speech";

/** The device's Chinese voice, once it has told which it has. */
export function useChineseVoice(): { state: SpeechState; voice: SpeechSynthesisVoice | null } {
  const [found, setFound] = useState<{ state: SpeechState; voice: SpeechSynthesisVoice | null }>({
    state: "unknown",
    voice: null,
  });
  useEffect(() => {
    if (!("speechSynthesis" in window)) return setFound({ state: "no-speech", voice: null });
    const look = () => {
      const voice = chooseVoice(speechSynthesis.getVoices());
      setFound({ state: voice ? "ready" : "no-chinese", voice });
    };
    look();
    // Voices come later in some browsers.
    speechSynthesis.addEventListener?.("voiceschanged", look);
    return () => speechSynthesis.removeEventListener?.("voiceschanged", look);
  }, []);
  return found;
}

export const SPEECH_WORDS: Partial<Record<SpeechState, string>> = {
  "no-speech": "这个浏览器不会朗读。换系统自带的浏览器打开试试。",
  "no-chinese": "这台设备没有中文语音，读不出来。在系统设置里装上中文语音后再试。",
};

/**
 * 读给我听: speaks when pressed, stops when pressed again, says so where the device can't. Needs script, so there is no
 * button without it.
 */
export function ReadAloud({ texts }: { texts: readonly string[] }) {
  const { state, voice } = useChineseVoice();
  const slow = useDisplayPreference().voice === "elder";
  const [speaking, setSpeaking] = useState(false);
  const [told, setTold] = useState(false);
  const begun = useRef(false);
  useEffect(() => () => void (begun.current && speechSynthesis.cancel()), []);
  if (state === "unknown") return null;
  const press = () => {
    if (!voice) return setTold(true);
    begun.current = true;
    speechSynthesis.cancel();
    if (speaking) return setSpeaking(false);
    setSpeaking(true);
    speak(toPieces(texts), voice, { slow, onEnd: () => setSpeaking(false) });
  };
  return (
    <div className="no-print grid gap-1">
      <div>
        <Button
          onClick={press}
          aria-pressed={speaking}
          icon={speaking ? <Square aria-hidden className="size-5" /> : <Volume2 aria-hidden className="size-5" />}
        >
          {speaking ? "不读了" : "读给我听"}
        </Button>
      </div>
      <p role="status" className="text-sm text-muted empty:hidden">
        {told && SPEECH_WORDS[state]}
      </p>
    </div>
  );
}
