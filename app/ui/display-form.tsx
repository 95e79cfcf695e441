import { useFetcher, useLocation } from "@remix-run/react";
import type { FormEvent, ReactNode } from "react";
import { STAY_FIELD } from "./display-preference";

/**
 * A form whose buttons change how pages look. Without script it posts to /display and comes back; with script the page
 * stays where it is and only the root is asked anew, so that what a page tells once (recovery codes, a link) stays in
 * sight.
 */
export function DisplayForm({ children }: { children: ReactNode }) {
  const fetcher = useFetcher();
  const { pathname, search } = useLocation();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    form.set(STAY_FIELD, "1");
    fetcher.submit(form, { method: "post", action: "/display" });
  };
  return (
    <fetcher.Form method="post" action="/display" onSubmit={send} className="flex">
      <input type="hidden" name="back" value={pathname + search} />
      {children}
    </fetcher.Form>
  );
}
