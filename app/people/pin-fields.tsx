import { Field } from "~/ui/field";
import { PinInput } from "~/ui/pin-input";

type FieldState = { id: string; name: string; errors?: string[] };

/** A new PIN and the same again. */
export function NewPinFields({ pin, again }: { pin: FieldState; again: FieldState }) {
  return (
    <>
      <Field
        label="设一个 6 位 PIN"
        id={pin.id}
        errors={pin.errors}
        hint="以后在这台设备上登录用。不要用生日，不要用 123456 这样的数字。"
      >
        <PinInput name={pin.name} autoComplete="new-password" required />
      </Field>
      <Field label="再输一次" id={again.id} errors={again.errors}>
        <PinInput name={again.name} autoComplete="new-password" required />
      </Field>
    </>
  );
}
