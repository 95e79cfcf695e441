import { closeDb, seedWhenEmpty } from "./index";

await seedWhenEmpty(new Date());
await closeDb();
