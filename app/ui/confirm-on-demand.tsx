import { lazy, Suspense, useState } from "react";
import { Button } from "./button";
import type { ConfirmDialogProps } from "./confirm-dialog";

const Asked = lazy(() => import("./confirm-dialog").then((page) => ({ default: page.ConfirmDialog })));

/** A <ConfirmDialog> whose own script comes when its button is pressed: for pages that load on a phone and are seldom asked. */
export function ConfirmOnDemand(props: ConfirmDialogProps) {
  const [wanted, setWanted] = useState(false);
  const waiting = <Button type="button" look={props.look ?? "danger"} disabled={props.disabled || wanted} onClick={() => setWanted(true)}>{props.label}</Button>;
  return wanted ? <Suspense fallback={waiting}><Asked {...props} begun /></Suspense> : waiting;
}
