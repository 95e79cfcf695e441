import { hostile, type HostileOptions } from "../../../tests/load/hostile";

// The hostile client in a process of its own: its work does not hold up who measures.
process.once("message", (options) => {
  void hostile(options as HostileOptions).then((figures) => process.send!(figures, () => process.exit(0)));
});
