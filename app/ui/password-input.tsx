import { Eye, EyeOff } from "lucide-react";
import { useState, type ComponentProps } from "react";
import { TextInput } from "./text-input";

/**
 * A password that its owner may look at while typing; pasting is allowed. Without script it is an ordinary password
 * field.
 */
export function PasswordInput(props: Omit<ComponentProps<typeof TextInput>, "type">) {
  const [shown, setShown] = useState(false);
  return (
    <div className="flex items-stretch gap-2">
      <div className="min-w-0 flex-1">
        <TextInput {...props} type={shown ? "text" : "password"} autoCapitalize="none" spellCheck={false} />
      </div>
      <button
        type="button"
        className="inline-flex min-h-tap min-w-tap items-center justify-center rounded border border-line text-muted hover:bg-sunk"
        aria-pressed={shown}
        aria-label={shown ? "隐藏密码" : "显示密码"}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff aria-hidden className="size-5" /> : <Eye aria-hidden className="size-5" />}
      </button>
    </div>
  );
}
