import type { ShouldRevalidateFunction } from "@remix-run/react";

/**
 * A page whose act was refused (400, 409) shows a state that may be over: its loaders are asked again, which the router
 * does by itself only after an act that was done. Exported as `shouldRevalidate` by each page that acts, and by the
 * page around it.
 */
export const freshAfterRefusal: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) =>
  defaultShouldRevalidate || (actionStatus ?? 200) >= 400;
