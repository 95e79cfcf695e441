import { Form } from "@remix-run/react";
import { LogOut } from "lucide-react";
import { toButtonClass } from "./button";

/**
 * The way out, on every page of whoever is signed in. The browser itself sends the form, so that the page and all that
 * its scripts hold are gone also when no server answers.
 */
export function SignOut({ to = "/sign-out", className }: { to?: string; className?: string }) {
  return (
    <Form method="post" action={to} reloadDocument className="flex">
      <button className={className ?? toButtonClass({ look: "quiet" })}>
        <LogOut aria-hidden className="size-4" />
        退出登录
      </button>
    </Form>
  );
}
