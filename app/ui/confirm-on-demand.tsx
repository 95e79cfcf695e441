import { Button } from "./button";
import type { ConfirmDialogProps } from "./confirm-dialog";
import { useOnDemand } from "./use-on-demand";

const load = () => import("./confirm-dialog").then((file) => file.ConfirmDialog);

/**
 * A <ConfirmDialog> whose own script comes when its button is pressed: for pages that load on a phone and are seldom
 * asked.
 */
export function ConfirmOnDemand(props: ConfirmDialogProps) {
  const { part: Asked, bring, lost } = useOnDemand(load);
  if (Asked) return <Asked {...props} begun />;
  return (
    <Button type="button" look={props.look ?? "danger"} disabled={props.disabled} onClick={bring}>
      {lost ? <>{props.label}（没有连上，请再按）</> : props.label}
    </Button>
  );
}
