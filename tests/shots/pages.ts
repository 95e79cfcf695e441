import { adminPages } from "./pages-admin";
import { centrePages } from "./pages-centre";
import { examPages } from "./pages-exam";
import { learnerPages } from "./pages-learner";
import { publicPages } from "./pages-public";
import { watchPages } from "./pages-watch";
import type { PageRow } from "./page-row";

// Every page of every role. tests/house/pages.test.ts fails when a route with a page is missing.

export const PAGES: readonly PageRow[] = [
  ...publicPages,
  ...learnerPages,
  ...watchPages,
  ...centrePages,
  ...examPages,
  ...adminPages,
];
