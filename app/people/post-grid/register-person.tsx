import { useEffect, useRef, type FormEvent } from "react";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { TextInput } from "~/ui/text-input";

export type NewPerson = { name: string; idNumber: string; phone: string };

/** Name, ID number and, if known, phone of someone who is not registered yet. */
export function RegisterPerson({
  name,
  refused,
  busy,
  onSend,
  onBack,
}: {
  name: string;
  refused: string;
  busy: boolean;
  onSend: (person: NewPerson) => void;
  onBack: () => void;
}) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const { elements } = form.current!;
    (elements.namedItem(name ? "idNumber" : "name") as HTMLInputElement).focus();
  }, [name]);
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    onSend({
      name: String(said.get("name")),
      idNumber: String(said.get("idNumber")),
      phone: String(said.get("phone")),
    });
  }
  return (
    <form ref={form} onSubmit={onSubmit} className="grid gap-2">
      <Field label="姓名">
        <TextInput name="name" defaultValue={name} autoComplete="off" required />
      </Field>
      <Field label="身份证号" errors={refused ? [refused] : undefined}>
        <TextInput name="idNumber" autoComplete="off" className="font-mono" required />
      </Field>
      <Field label="手机" optional>
        <TextInput name="phone" inputMode="tel" autoComplete="off" />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="main" pending={busy} pendingLabel="正在保存">
          登记并填上
        </Button>
        <Button type="button" onClick={onBack}>
          回去找人
        </Button>
      </div>
    </form>
  );
}
