// Holds a claim until it is killed.
import { claim } from "../../app/platform/claim.server.ts";

claim(process.argv[2]);
process.send("held");
setInterval(() => {}, 1_000);
