import type { ServerBuild } from "@remix-run/node";
import { makeApp } from "./express-app";
import { PERMISSION_PATH } from "./door/permission";
import { pageHandler } from "./page-handler";
import { permissionHandler } from "./permission-handler";
import { runApp } from "./run-app";

// The app process: Remix and anding.db, behind the front on loopback. The pages are there before it says that it
// serves.
const app = makeApp({ development: false });
app.get(PERMISSION_PATH, permissionHandler);
app.all("*", pageHandler((await import("virtual:remix/server-build")) as ServerBuild));
await runApp(app);
