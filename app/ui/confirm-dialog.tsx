import { Form } from "@remix-run/react";
import { type ReactNode, useCallback, useState } from "react";
import { Button, type ButtonLook } from "./button";
import { Dialog, DialogClose } from "./dialog";
import { fillKept, useKeptFields } from "./kept-form";

export interface ConfirmDialogProps {
  /** The verb on the button that opens it: 吊销, 删除草稿. */
  label: ReactNode;
  /** The question, with its object by name: 吊销 王小明 的证书 AD-2026-000123？ */
  question: ReactNode;
  /** What will be so afterwards, and whether it can be taken back. */
  consequence: ReactNode;
  /** The verb that does it; without it the label. Never 确定. */
  confirmLabel?: ReactNode;
  /** Hidden inputs and further fields (a reason). */
  children?: ReactNode;
  action?: string;
  look?: ButtonLook;
  disabled?: boolean;
  /** Its button was pressed before this was there. */
  begun?: boolean;
}

/** A dangerous act asks once, naming its object and its consequence, and posts a plain form. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    label,
    question,
    consequence,
    confirmLabel,
    children,
    action,
    look = "danger",
    disabled,
    begun = false,
  } = props;
  const [open, setOpen] = useState(begun);
  const kept = useKeptFields();
  const refill = useCallback((form: HTMLFormElement | null) => void (form && kept && fillKept(form, kept)), [kept]);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={question}
      description={consequence}
      trigger={
        <Button type="button" look={look} disabled={disabled}>
          {label}
        </Button>
      }
    >
      <Form ref={refill} method="post" action={action} onSubmit={() => setOpen(false)} className="grid gap-4">
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <DialogClose asChild>
            <Button type="button">不做了</Button>
          </DialogClose>
          <Button type="submit" look="danger">
            {confirmLabel ?? label}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
