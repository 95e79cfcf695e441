import { useLocation, useSubmit } from "@remix-run/react";
import { useEffect } from "react";
import { tokenOfHash } from "./link-token";

/**
 * A page reached by a slip's QR code: takes the token out of the address bar and hands it in, in the body of a request.
 */
export function TokenFromHash() {
  const { hash, pathname } = useLocation();
  const submit = useSubmit();
  useEffect(() => {
    const token = tokenOfHash(hash);
    if (!token) return;
    window.history.replaceState(window.history.state, "", pathname);
    // A page with an index route beside it is told apart by ?index.
    submit({ token }, { method: "post", action: `${pathname}?index`, replace: true });
  }, [hash, pathname, submit]);
  return null;
}
