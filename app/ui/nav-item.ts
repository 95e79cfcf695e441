// A way to another page, as the shells take it.

import type { ReactNode } from "react";

export interface NavItem {
  to: string;
  label: string;
  icon?: ReactNode;
  /** Only this exact address counts as being there. */
  end?: boolean;
  /** How many things wait there. */
  count?: number;
}

export interface NavGroup {
  /** The entrance: 考务, 考场, 培训. */
  label: string;
  items: readonly NavItem[];
}
